"""What comes next for one person of a move, in words. Pure."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from migration.models import SiteMigration, UserMove

Status = UserMove.Status


class NextStep(NamedTuple):
    """Words of ours, and what somebody else said, which is quoted: `who` said it."""

    words: str
    who: str = ""
    quoted: str = ""


def next_step(move: UserMove, migration: SiteMigration, at: datetime) -> NextStep:
    """Say what comes next for a person, as things stand at that time."""
    if move.again_at and move.status in UserMove.TOLD:
        return NextStep("Another invitation goes out with the next batch.")
    first = move.user.full_name.split()[0] if move.user.full_name.split() else "They"
    match Status(move.status):
        case Status.EMAIL_UNVERIFIED:
            return NextStep(f"{first} must open the verification e-mail first.")
        case Status.NOT_INVITED:
            return NextStep(_waiting(move, migration, at))
        case Status.INVITED:
            return NextStep(f"{first} accepts the invitation and sets a password.")
        case Status.NEEDS_VERIFICATION:
            return NextStep(f"{first} has an account, and must verify its e-mail there.")
        case Status.CONNECTED:
            return NextStep("Done.")
        case Status.SUSPENDED:
            return NextStep("Suspended on the site. One of its admins can restore the access.")
        case Status.DEACTIVATED:
            return NextStep("The account is deactivated. An admin of the organisation can mend it.")
        case Status.MANAGED_ELSEWHERE:
            return NextStep("Another organisation manages the account, and has to let it in.")
        case Status.FAILED:
            return NextStep("", said_by(migration), move.reason)
    if move.left_out_by:
        return NextStep("", f"Left out by {move.left_out_by}", move.reason)
    return NextStep(move.reason)


def said_by(migration: SiteMigration) -> str:
    """Who speaks where a directory is quoted."""
    return "Practice directory" if migration.is_practice else "Atlassian"


def _waiting(move: UserMove, migration: SiteMigration, at: datetime) -> str:
    if move.asked_at:
        return "The answer to the invitation was lost. A search will say whether it went out."
    if not migration.is_running:
        return "Waits until the migration goes on."
    if migration.wait_until and migration.wait_until > at:
        return f"Invitation goes out at {timezone.localtime(migration.wait_until):%H:%M}."
    return "Invitation goes out with the next batch."
