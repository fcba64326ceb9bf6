"""The status of a move as CSV: everybody, a line each."""

from collections.abc import Iterator
from itertools import batched

from django.db.models import QuerySet
from django.utils import timezone

from common.sheets import csv_lines
from migration.models import SiteMigration, UserMove
from migration.next_steps import next_step

HEADS = ("username", "full_name", "status", "next_step", "reason", "since", "invited_at")
AT_ONCE = 1000  # rows in memory


def lines(moves: QuerySet[UserMove], migration: SiteMigration) -> Iterator[str]:
    """Write a line for each move, by user name, while they are read."""
    yield from csv_lines([HEADS])
    found = moves.select_related("user").order_by("user__username", "pk")
    for some in batched(found.iterator(chunk_size=AT_ONCE), AT_ONCE):
        yield from csv_lines(_cells(move, migration) for move in some)


def _cells(move: UserMove, migration: SiteMigration) -> list[str]:
    step = next_step(move, migration, timezone.now())
    invited = move.invited_at
    return [
        move.user.username,
        move.user.full_name,
        move.get_status_display(),
        step.words,
        move.reason,
        move.since.isoformat(timespec="seconds"),
        invited.isoformat(timespec="seconds") if invited else "",
    ]
