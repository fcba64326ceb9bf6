"""What the banner says on top of every page, to those who run the account: one query."""

from typing import Any

from django.db.models import F, Func, OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from migration.models import SiteMigration, UserMove
from migration.permissions import can_migrate

HIDDEN = "migration-later"  # cookie: the id of who hid the invitation
TOLD = "migration-complete"  # in the session: which move this person was told is complete
State, Status = SiteMigration.State, UserMove.Status


def banner_of(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the banner says, or None for no banner at all."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.user is None or not can_migrate(actor):
        return None
    found = _newest()
    if found is None or found.state in (State.CANCELLED, State.PREPARING):
        is_hidden = request.COOKIES.get(HIDDEN) == str(actor.user.pk)
        return None if is_hidden else {"kind": "invite", "migration": found}
    if found.state == State.COMPLETE:
        return {"kind": "complete", "migration": found} if _is_news(request, found) else None
    return {
        "kind": found.state,
        "migration": found,
        "total": getattr(found, "people", 0),
        "connected": getattr(found, "there", 0),
    }


def _newest() -> SiteMigration | None:
    moves = UserMove.objects.filter(migration=OuterRef("pk"))
    counted = SiteMigration.objects.annotate(
        people=_count(moves.exclude(status=Status.EXCLUDED)),
        there=_count(moves.filter(status=Status.CONNECTED)),
    )
    return counted.newest()


def _count(moves: QuerySet[UserMove]) -> Subquery:
    one = moves.order_by().annotate(n=Func(F("pk"), function="count")).values("n")
    return Subquery(one)


def _is_news(request: HttpRequest, found: SiteMigration) -> bool:
    """Whether this person was not told yet that the move is complete. Then they are from now on."""
    if found.seen_complete_at or request.session.get(TOLD) == str(found.pk):
        return False
    request.session[TOLD] = str(found.pk)
    return True
