"""Turns of a rotation, overrides aside. Pure.

Turns follow the clock on the wall in the schedule's time zone: a turn begins at the first moment
when that clock shows its time or a later one. So a hand-over at 09:00 stays at 09:00 when the
clocks change; an hour that is skipped gives a turn no time, one that comes twice counts once.
Hourly turns do the same, so that shifts of twelve hours never drift.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from oncall.restrictions import Restriction, is_open, openings
from oncall.wall_clock import first_moment, wall_clock

STEPS = {"hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(weeks=1)}


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who can be on call: a person, everybody of a team, or nobody."""

    kind: Literal["user", "team", "none"]
    id: UUID | None = None
    name: str = field(default="Nobody", compare=False)
    is_blocked: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Turns:
    """One rotation. `participants` take turns of `length` hours, days or weeks from `starts_at`."""

    id: UUID
    name: str
    kind: str
    length: int
    starts_at: datetime
    participants: tuple[Who, ...]
    ends_at: datetime | None = None
    restriction: Restriction | None = None

    @property
    def step(self) -> timedelta:
        """How long a turn is on the wall clock."""
        return STEPS[self.kind] * self.length


@dataclass(frozen=True, slots=True)
class Span:
    """These are on call from `start` up to `end`, both UTC. No two neighbours are the same."""

    start: datetime
    end: datetime
    participants: tuple[Who, ...]


def turn_at(turns: Turns, zone: ZoneInfo, at: datetime) -> Who | None:
    """Whose turn it is in a rotation, overrides aside; None where it has no turn at all."""
    if at < turns.starts_at or (turns.ends_at and at >= turns.ends_at) or not turns.participants:
        return None
    if not is_open(turns.restriction, at, zone):
        return None
    return turns.participants[_number(turns, zone, at) % len(turns.participants)]


def turns_between(turns: Turns, zone: ZoneInfo, start: datetime, end: datetime) -> list[Span]:
    """The turns of a rotation from `start` up to `end`, overrides aside, with Nobody's turns."""
    start, end = max(start, turns.starts_at), min(end, turns.ends_at or end)
    if start >= end or not turns.participants:
        return []
    found: list[Span] = []
    for opened, closed in openings(turns.restriction, start, end, zone):
        for begin, finish, who in _turns(turns, zone, opened, closed):
            append(found, begin, finish, (who,))
    return found


def _number(turns: Turns, zone: ZoneInfo, at: datetime) -> int:
    """The number of the turn at a moment, from 0."""
    number = (wall_clock(at, zone) - wall_clock(turns.starts_at, zone)) // turns.step
    while _begins(turns, zone, number + 1) <= at:  # a clock that was put back has been here before
        number += 1
    while number and _begins(turns, zone, number) > at:
        number -= 1
    return max(number, 0)


def _begins(turns: Turns, zone: ZoneInfo, number: int) -> datetime:
    return first_moment(wall_clock(turns.starts_at, zone) + number * turns.step, zone)


def _turns(
    turns: Turns, zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime, Who]]:
    """Yield the turns between two moments. A lone participant's turns are one."""
    if len(set(turns.participants)) == 1:
        yield start, end, turns.participants[0]
        return
    number = _number(turns, zone, start)
    while start < end:
        who = turns.participants[number % len(turns.participants)]
        number += 1
        finish = min(_begins(turns, zone, number), end)
        if finish > start:
            yield start, finish, who
            start = finish


def append(found: list[Span], start: datetime, end: datetime, people: tuple[Who, ...]) -> None:
    """Add a span, joined to the last one where the same people simply go on."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if found and found[-1].end == start and found[-1].participants == people:
        start = found.pop().start
    found.append(Span(start, end, people))
