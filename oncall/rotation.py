"""Who is on call when. Pure: works on a Plan, and is told the time.

An override that names rotations replaces whoever has the turn in them, within their time windows.
One that names none takes the whole schedule: also where nobody would be on call. Of several, the
one made last wins. A disabled schedule has nobody on call. How turns go is in oncall/turns.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from oncall.turns import Span, Turns, Who, append, turn_at, turns_between

__all__ = [
    "Instead",
    "Plan",
    "Span",
    "Turns",
    "Who",
    "next_change",
    "next_on_call",
    "next_span",
    "on_call",
    "previous_on_call",
    "spans",
]

LOOKED_AHEAD = [timedelta(days=days) for days in (2, 15, 100, 400)]


@dataclass(frozen=True, slots=True)
class Instead:
    """One override: `who` from `starts_at` to `ends_at`, in these rotations, or in all if none."""

    id: UUID
    who: Who
    starts_at: datetime
    ends_at: datetime
    rotations: frozenset[UUID] = frozenset()

    def replaces(self, rotation: UUID, at: datetime) -> bool:
        """Whether it replaces who has the turn in a rotation at that moment."""
        return self.covers(at) and (not self.rotations or rotation in self.rotations)

    def covers(self, at: datetime) -> bool:
        """Whether it holds at that moment."""
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class Plan:
    """One schedule: rotations in their order, overrides in the order in which they were made."""

    id: UUID
    zone: ZoneInfo
    rotations: tuple[Turns, ...] = ()
    overrides: tuple[Instead, ...] = ()
    is_enabled: bool = True


def on_call(plan: Plan, at: datetime) -> list[Who]:
    """Who is on call at a moment: each once, in the order of the rotations."""
    if not plan.is_enabled:
        return []
    turns = [(turns.id, turn_at(turns, plan.zone, at)) for turns in plan.rotations]
    return list(_after_overrides(plan, at, turns))


def spans(plan: Plan, start: datetime, end: datetime) -> list[Span]:
    """Who is on call from `start` up to `end`, overrides included; gaps are left out."""
    if not plan.is_enabled or start >= end:
        return []
    lines = [
        (turns.id, turns_between(turns, plan.zone, start, end), [0]) for turns in plan.rotations
    ]
    edges = {start} | {
        edge for _, line, _ in lines for one in line for edge in (one.start, one.end)
    }
    edges |= {edge for one in plan.overrides for edge in (one.starts_at, one.ends_at)}
    moments = [*sorted(edge.astimezone(UTC) for edge in edges if start <= edge < end), end]
    found: list[Span] = []
    for begin, finish in pairwise(moments):
        turns = [(rotation, _in_line(line, at, begin)) for rotation, line, at in lines]
        if people := tuple(_after_overrides(plan, begin, turns)):
            append(found, begin, finish, people)
    return found


def next_change(plan: Plan, at: datetime) -> datetime | None:
    """When others than now are on call for the first time, or None within the next 400 days."""
    for ahead in LOOKED_AHEAD:
        found = spans(plan, at, at + ahead)
        if not found or found[0].start > at:  # nobody now
            change = found[0].start if found else at + ahead
        else:
            change = found[0].end
        if change < at + ahead:
            return change
    return None


def next_span(plan: Plan, at: datetime) -> Span | None:
    """The span after the present one: who is on call next, from when. None within 400 days."""
    for ahead in LOOKED_AHEAD:
        later = [one for one in spans(plan, at, at + ahead) if one.start > at]
        if later and (later[0].end < at + ahead or ahead == LOOKED_AHEAD[-1]):
            return later[0]
    return None


def next_on_call(plan: Plan, at: datetime) -> list[Who]:
    """Who is on call after those of now."""
    span = next_span(plan, at)
    return list(span.participants) if span else []


def previous_on_call(plan: Plan, at: datetime) -> list[Who]:
    """Who was on call before those of now."""
    for back in LOOKED_AHEAD:
        before = spans(plan, at - back, at)
        if before and before[-1].end == at and list(before[-1].participants) == on_call(plan, at):
            before.pop()
        if before:
            return list(before[-1].participants)
    return []


def _after_overrides(
    plan: Plan, at: datetime, turns: list[tuple[UUID, Who | None]]
) -> Iterator[Who]:
    """Yield who is on call, given whose turn it is in each rotation."""
    covering = [one for one in reversed(plan.overrides) if one.covers(at)]
    people: dict[Who, None] = {}
    for rotation, who in turns:
        if who:
            people[next((one.who for one in covering if one.replaces(rotation, at)), who)] = None
    if not any(who for _, who in turns):
        whole = (one.who for one in covering if not one.rotations)
        people = dict.fromkeys(list(whole)[:1])
    return (who for who in people if who.kind != "none")


def _in_line(line: list[Span], at: list[int], moment: datetime) -> Who | None:
    """Whose turn it is in a line; `at` remembers how far one has come."""
    while at[0] < len(line) and line[at[0]].end <= moment:
        at[0] += 1
    if at[0] < len(line) and line[at[0]].start <= moment:
        return line[at[0]].participants[0]
    return None
