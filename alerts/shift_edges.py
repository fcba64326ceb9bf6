"""When shifts begin and end in a schedule. Pure: works on a Plan, and is told the time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import NotificationRule
from oncall.rotation import Plan, Span, Who, spans

Action = NotificationRule.Action

# How long before a shift begins or ends rules can tell of it, as the v2 API names it.
BEFORE = {
    "1-day-ago": timedelta(days=1),
    "1-hour-ago": timedelta(hours=1),
    "15-minutes-ago": timedelta(minutes=15),
    "just-before": timedelta(minutes=1),
}
LOOKED_AROUND = timedelta(days=31)  # for the other end of a shift


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody is on call from `start` up to `end`."""

    who: Who
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Edge:
    """A moment at which somebody's shift begins or ends; `action` says which."""

    action: str
    at: datetime
    who: Who
    start: datetime
    end: datetime


def edges_of(plan: Plan, start: datetime, end: datetime) -> Iterator[Edge]:
    """Yield the shifts that begin or end after `start` and up to `end`.

    Where the other end of a shift is more than a month away, it is said to be a month away.
    """
    near = spans(plan, start, end)
    if not near or (len(near) == 1 and (near[0].start, near[0].end) == (start, end)):
        return  # nobody comes or goes: most of the time
    for shift in shifts_of(spans(plan, start - LOOKED_AROUND, end + LOOKED_AROUND)):
        if start < shift.start <= end:
            yield Edge(Action.SCHEDULE_START, shift.start, shift.who, shift.start, shift.end)
        if start < shift.end <= end:
            yield Edge(Action.SCHEDULE_END, shift.end, shift.who, shift.start, shift.end)


def shifts_of(line: Iterable[Span]) -> list[Shift]:
    """The shifts in a line of spans: somebody who stays on call has one."""
    found: list[Shift] = []
    on_call: dict[Who, int] = {}
    last: datetime | None = None
    for span in line:
        here = dict.fromkeys(span.participants)
        stays = on_call if span.start == last else {}
        on_call = {who: stays.get(who, -1) for who in here}
        for who, place in on_call.items():
            if place < 0:
                on_call[who] = len(found)
                found.append(Shift(who, span.start, span.end))
            else:
                found[place] = Shift(who, found[place].start, span.end)
        last = span.end
    return found
