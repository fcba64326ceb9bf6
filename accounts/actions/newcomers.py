"""Adding people: one, or thousands at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.actions.people import ONLY_OWNERS, Role
from accounts.actions.rules import add_default_rules
from accounts.actors import Actor
from accounts.models import Account, AuditEntry, Contact, User
from accounts.permissions import can_give_role, can_manage_account, require
from common.saving import Unfit, insert_valid

audit.WORDS |= {"person.created": "added {target}"}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to add. `profile` may hold time_zone, locale and skype_username."""

    username: str
    full_name: str
    role: Role = field(default_factory=Role)
    profile: dict[str, str] = field(default_factory=dict)


def create_user(
    username: str, *, full_name: str, role: Role | None = None, by: Actor, **profile: Any
) -> User:
    """Add a person. Raises ValidationError naming the field, PermissionDenied."""
    newcomer = Newcomer(username, full_name, role or Role(), profile)
    try:
        return create_people([newcomer], by=by)[0]
    except Unfit as refused:
        raise refused.problems[0] from None


@transaction.atomic
def create_people(newcomers: Sequence[Newcomer], *, by: Actor) -> list[User]:
    """Add people, not verified yet, whose user names become their first e-mail contacts.

    The account's own time zone and locale stand in for theirs. As many statements for one as for
    thousands. Raises Unfit, by the places in the list; PermissionDenied.
    """
    require(can_manage_account(by))
    require(all(can_give_role(by, newcomer.role.name) for newcomer in newcomers), ONLY_OWNERS)
    account = Account.current()
    people = [_person(newcomer, account) for newcomer in newcomers]
    insert_valid(people)
    contacts = Contact.objects.bulk_create(
        Contact(user=person, method=Contact.Method.EMAIL, to=person.username) for person in people
    )
    add_default_rules(contacts)
    pairs = zip(people, newcomers, strict=True)
    audit.record_all(_entry(person, newcomer, by) for person, newcomer in pairs)
    return people


def _person(newcomer: Newcomer, account: Account) -> User:
    given = {name: value for name, value in newcomer.profile.items() if value}
    person = User(
        username=newcomer.username.strip().lower(),
        full_name=newcomer.full_name.strip(),
        role=newcomer.role.name,
        custom_role=newcomer.role.custom,
        **{"time_zone": account.time_zone, "locale": account.locale} | given,
    )
    person.set_unusable_password()
    return person


def _entry(person: User, newcomer: Newcomer, by: Actor) -> AuditEntry:
    role = str(newcomer.role)
    return audit.entry(by, "person.created", person, username=person.username, role=role)
