"""Who is on call when. Pure: works on a Plan, and is told the time.

An override that names rotations replaces whoever has the turn in them, within their time windows.
One that names none takes the whole schedule: also where nobody would be on call. Of several, the
one made last wins. A disabled schedule has nobody on call. How turns go is in oncall/turns.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from oncall.turns import Span, Turns, Who, turn_at, turns_between

__all__ = [
    "Around",
    "Instead",
    "Plan",
    "Span",
    "Turns",
    "Who",
    "around",
    "next_on_call",
    "on_call",
    "previous_on_call",
    "spans",
    "spans_from",
]

LOOKED_AHEAD = timedelta(days=400)
LOOKED_BACK = [timedelta(days=days) for days in (2, 4, 8, 16, 32, 64, 128, 256, 400)]
FIRST_PIECE = timedelta(days=2)


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


@dataclass(frozen=True, slots=True)
class Around:
    """Who is on call now, up to when, and who is `next`, from when; None is 400 days or more."""

    now: tuple[Who, ...]
    until: datetime | None
    next: tuple[Who, ...] = ()
    since: datetime | None = None


def on_call(plan: Plan, at: datetime) -> list[Who]:
    """Who is on call at a moment: each once, in the order of the rotations."""
    if not plan.is_enabled:
        return []
    turns = [(turns.id, turn_at(turns, plan.zone, at)) for turns in plan.rotations]
    return list(_after_overrides(plan, at, turns))


def spans(plan: Plan, start: datetime, end: datetime) -> list[Span]:
    """Who is on call from `start` up to `end`, overrides included; gaps are left out."""
    return list(spans_from(plan, start, end))


def spans_from(plan: Plan, start: datetime, end: datetime) -> Iterator[Span]:
    """Yield the spans one after the other, working out no more than is asked for."""
    last: Span | None = None
    for begin, finish, people in _pieces(plan, start.astimezone(UTC), end.astimezone(UTC)):
        if last and last.end == begin and last.participants == people:
            last = Span(last.start, finish, people)
            continue
        if last:
            yield last
        last = Span(begin, finish, people)
    if last:
        yield last


def around(plan: Plan, at: datetime) -> Around:
    """Who is on call at a moment, until when, and who comes next: in one walk of 400 days."""
    at = at.astimezone(UTC)
    now: tuple[Who, ...] = ()
    until = at
    for begin, finish, people in _pieces(plan, at, at + LOOKED_AHEAD):
        if begin == until and (people == now or begin == at):
            now, until = people, finish
        else:
            return Around(now, until if now else begin, people, begin)
    return Around(now, until if now and until < at + LOOKED_AHEAD else None)


def next_on_call(plan: Plan, at: datetime) -> list[Who]:
    """Who is on call after those of now."""
    return list(around(plan, at).next)


def previous_on_call(plan: Plan, at: datetime) -> list[Who]:
    """Who was on call before those of now."""
    for back in LOOKED_BACK:
        before = spans(plan, at - back, at)
        if before and before[-1].end == at and list(before[-1].participants) == on_call(plan, at):
            before.pop()
        if before:
            return list(before[-1].participants)
    return []


def _pieces(
    plan: Plan, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime, tuple[Who, ...]]]:
    """Yield who is on call, in pieces, from edge to edge of the overrides.

    So turns that a long override hides are not counted, and of the others few at first.
    """
    if not plan.is_enabled or start >= end:
        return
    near = [one for one in plan.overrides if one.starts_at < end and one.ends_at > start]
    edges = {edge.astimezone(UTC) for one in near for edge in (one.starts_at, one.ends_at)}
    inner = sorted(edge for edge in edges if start < edge < end)
    for begin, finish in pairwise([start, *inner, end]):
        covering = [one for one in reversed(near) if one.covers(begin)]
        if covering and not covering[0].rotations:
            yield begin, finish, (covering[0].who,)
            continue
        rotations = [_replaced(turns, covering) for turns in plan.rotations]
        whole = next((one.who for one in covering if not one.rotations), None)
        length = FIRST_PIECE
        while begin < finish:
            until = min(begin + length, finish)
            yield from _added_up(rotations, whole, plan.zone, begin, until)
            begin, length = until, length * 2


def _replaced(turns: Turns, covering: list[Instead]) -> Turns:
    """A rotation in which the override made last, of those that cover it, has every turn."""
    meant = (one.who for one in covering if not one.rotations or turns.id in one.rotations)
    who = next(meant, None)
    return replace(turns, participants=(who,)) if who and turns.participants else turns


def _added_up(
    rotations: list[Turns], whole: Who | None, zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime, tuple[Who, ...]]]:
    """Yield who has turns in any of the rotations; where nobody has, `whole` is on call."""
    lines = [(turns_between(turns, zone, start, end), [0]) for turns in rotations]
    edges = {edge for line, _ in lines for one in line for edge in (one.start, one.end)}
    for begin, finish in pairwise(sorted({start, end} | edges)):
        turns = [who for line, at in lines if (who := _in_line(line, at, begin))]
        people = dict.fromkeys(turns or ([whole] if whole else []))
        if found := tuple(who for who in people if who.kind != "none"):
            yield begin, finish, found


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
