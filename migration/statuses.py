"""How far somebody is, from what the directory says. Pure. Contract: atlassian.md §1, §4."""

from migration.directory import Found
from migration.models import UserMove

Status = UserMove.Status
GONE = ("inactive", "closed")  # account_status of an account that nobody can use


def status_of(found: Found | None, *, was_invited: bool, had_account: bool) -> Status:
    """Return the status of somebody who is verified here and not left out.

    `had_account`: whether the directory knew them before they were invited. Values that nobody
    has heard of count as if they were missing, so they never make anybody connected.
    """
    if found is None:
        return Status.INVITED if was_invited else Status.NOT_INVITED
    if found.status in ("deactivated", "for_deletion") or found.account_status in GONE:
        return Status.DEACTIVATED
    if "suspended" in (found.status, found.membership_status):
        return Status.SUSPENDED
    if not is_member(found):
        return _of_stranger(found, was_invited)
    if not found.email_verified:
        is_new = was_invited and not had_account
        return Status.INVITED if is_new else Status.NEEDS_VERIFICATION
    if found.account_status == "active" and found.membership_status == "active":
        return Status.CONNECTED
    return Status.INVITED if was_invited else Status.NOT_INVITED


def is_member(found: Found) -> bool:
    """Whether the directory counts somebody among its people, active or not yet."""
    if found.membership_status in ("active", "suspended"):
        return True
    return found.membership_status != "no_membership" and found.status in ("active", "suspended")


def went_out(found: Found | None, *, had_account: bool) -> bool:
    """Whether an invitation in doubt went out, as a search shows that came late enough.

    Who had no account before has one from it. Who had one was no member before.
    """
    return found is not None and (is_member(found) or not had_account)


def _of_stranger(found: Found, was_invited: bool) -> Status:
    """Somebody known but no member: to be invited, or invited in vain as somebody else's."""
    if not was_invited:
        return Status.NOT_INVITED
    is_managed = found.claim_status == "managed" and found.membership_status == "no_membership"
    return Status.MANAGED_ELSEWHERE if is_managed else Status.INVITED
