"""Shifts as an iCalendar file (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vDuration

BACK, AHEAD = timedelta(weeks=4), timedelta(weeks=12)
REFRESH = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar. `key` is the same as long as it is the same entry."""

    key: str
    summary: str
    start: datetime
    end: datetime
    url: str


def written(name: str, entries: Iterable[Entry], at: datetime) -> bytes:
    """Write a calendar of that name. The same entries on the same day are the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Muster//On-call//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar["refresh-interval"] = vDuration(REFRESH, {"VALUE": "DURATION"})
    calendar["x-published-ttl"] = vDuration(REFRESH)
    stamp = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    return bytes(calendar.to_ical())


def _event(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@muster")
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.start.astimezone(UTC))
    event.add("dtend", entry.end.astimezone(UTC))
    event.add("summary", entry.summary)
    event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")
    return event
