"""The first owner of an empty installation."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.actions import people
from accounts.actions.newcomers import create_user
from accounts.actors import Actor
from accounts.models import Account, User
from common.saving import save_valid

audit.WORDS |= {"account.begun": "set up {target}"}


def somebody_is_here() -> bool:
    """Whether anybody is in the organisation yet."""
    return bool(User.objects.exists())


@transaction.atomic
def begin(
    *, account_name: str, full_name: str, username: str, password: str, **profile: str
) -> User:
    """Name the organisation and make its first owner, verified.

    Raises ValidationError when somebody else was first: the account's row is the lock.
    """
    Account.current()
    account = Account.objects.select_for_update().get()
    if somebody_is_here():
        raise ValidationError("Somebody has set this up already. Sign in instead.")
    account.name = account_name
    account.time_zone = profile.get("time_zone") or account.time_zone
    save_valid(account)
    owner = create_user(
        username,
        full_name=full_name,
        role=people.Role(User.Role.OWNER),
        by=Actor.system(),
        **profile,
    )
    by = Actor.of_user(owner)
    people.set_password(owner, password=password, by=by)
    people.verify_email(owner, by=by)
    audit.record(by, "account.begun", account)
    return owner
