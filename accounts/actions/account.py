"""Changing what the whole account shares."""

from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.models import Account
from accounts.permissions import can_configure, require
from common.saving import save_valid

audit.WORDS |= {"account.updated": "changed the settings of {target}"}


@transaction.atomic
def update_account(account: Account, *, by: Actor, **values: str) -> Account:
    """Change name, time_zone or locale. Raises ValidationError naming the field."""
    require(can_configure(by))
    account = Account.objects.select_for_update().get(pk=account.pk)
    changes = audit.changes_to(account, {field: text.strip() for field, text in values.items()})
    if changes:
        save_valid(account)
        audit.record(by, "account.updated", account, changes=changes)
    return account
