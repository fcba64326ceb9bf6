"""Whether a moment is inside the windows, and from when to when they are open."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from oncall.restrictions.windows import DAY, WEEK, Restriction, spans_of


def is_open(restriction: Restriction | None, at: datetime, zone: ZoneInfo) -> bool:
    """Whether a moment (aware) is inside a window; without a restriction it always is."""
    if restriction is None:
        return True
    minute = minute_of_week(at, zone)
    return any(start <= minute < end for start, end in spans_of(restriction))


def minute_of_week(at: datetime, zone: ZoneInfo) -> int:
    """The minute that the clock in the zone shows at a moment (aware); 0 is Monday 00:00."""
    local = at.astimezone(zone)
    return local.weekday() * DAY + local.hour * 60 + local.minute


def is_never_open(restriction: Restriction | None) -> bool:
    """Whether no window lasts at all: each ends on the day and minute it starts."""
    return restriction is not None and not spans_of(restriction)


def is_always_open(restriction: Restriction | None) -> bool:
    """Whether the windows leave no minute of the week out."""
    return restriction is None or spans_of(restriction) == ((0, WEEK),)


def openings(
    restriction: Restriction | None, start: datetime, end: datetime, zone: ZoneInfo
) -> list[tuple[datetime, datetime]]:
    """From when to when it is open between two moments (aware): merged, in order, in UTC.

    Openness can only change when the clock on the wall shows the start or end of a window, or
    jumps: the moments between two such are alike, so one of them is asked.
    """
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if start >= end:
        return []
    if restriction is None:
        return [(start, end)]
    changes = {at for at in _changes(restriction, start, end, zone) if start < at < end}
    found: list[tuple[datetime, datetime]] = []
    for since, until in pairwise([start, *sorted(changes), end]):
        if is_open(restriction, since, zone):
            if found and found[-1][1] == since:
                since, _ = found.pop()
            found.append((since, until))
    return found


def _changes(
    restriction: Restriction, start: datetime, end: datetime, zone: ZoneInfo
) -> Iterator[datetime]:
    """The moments at which openness may change, a few more among them."""
    edges = {edge for span in spans_of(restriction) for edge in span}
    day, last = (at.astimezone(zone).date() for at in (start, end))
    while day <= last:
        yield from _jumps(zone, day)
        for edge in edges:
            if edge // DAY % 7 == day.weekday():
                for fold in (0, 1):  # a clock that is set back shows the time twice
                    shown = time(edge % DAY // 60, edge % 60, fold=fold, tzinfo=zone)
                    yield datetime.combine(day, shown).astimezone(UTC)
        day += timedelta(days=1)


@lru_cache(maxsize=4096)
def _jumps(zone: ZoneInfo, day: date) -> tuple[datetime, ...]:
    """The moments of about that day at which the zone's clock is set, in UTC."""
    early = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=14)
    hours = [early + timedelta(hours=hour) for hour in range(0, 54, 6)]
    return tuple(
        _jump(since, until, zone)
        for since, until in pairwise(hours)
        if _offset(since, zone) != _offset(until, zone)
    )


def _jump(since: datetime, until: datetime, zone: ZoneInfo) -> datetime:
    """The moment between two at which the clock's distance from UTC changes, to the second."""
    before = _offset(since, zone)
    while until - since > timedelta(seconds=1):
        middle = (since + (until - since) / 2).replace(microsecond=0)
        since, until = (middle, until) if _offset(middle, zone) == before else (since, middle)
    return until


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()
