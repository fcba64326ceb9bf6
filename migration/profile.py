"""The section of a person's page that says what the move asks of them."""

from typing import Any

from accounts.actors import Actor
from accounts.models import User
from migration.models import SiteMigration, UserMove
from migration.next_steps import said_by
from migration.permissions import can_confirm
from migration.progress import LOOKS

State, Status = SiteMigration.State, UserMove.Status
SHOWN = (State.RUNNING, State.PAUSED, State.COMPLETE)


def own_move(person: User, actor: Actor) -> dict[str, Any] | None:
    """How far a person is with the newest move, for themselves and who migrates: one query."""
    if not can_confirm(actor, person):
        return None
    moves = UserMove.objects.select_related("migration").filter(user=person)
    move = moves.order_by("-migration__created_at").first()
    if move is None or move.migration.state not in SHOWN:
        return None
    if move.status == Status.EXCLUDED:
        return None
    return {
        "move": move,
        "migration": move.migration,
        "look": LOOKS[Status(move.status)],
        "is_own": actor.is_person(person),
        "is_practice": move.migration.is_practice,
        "said_by": said_by(move.migration),
        "is_stuck": move.status in UserMove.NEEDS_ADMIN,
        "may_confirm": move.migration.is_open and move.status in UserMove.LOOKED_AT,
    }
