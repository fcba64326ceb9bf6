"""Moments and spans in words, by the clock of a zone: "Mon 23 Nov, 09:00"."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from common.times import MONTHS

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def check_moments(values: Mapping[str, Any], *names: str) -> None:
    """Raise ValidationError naming the field unless these are of this century: the rest is a slip,
    and the clocks of time zones end where the calendar does.
    """
    for name in names:
        at = values.get(name)
        if at is not None and not FIRST <= at < LAST:
            raise ValidationError({name: "Choose a time between the years 2000 and 2100."})


def moment_words(at: datetime, zone: ZoneInfo) -> str:
    """Write a moment: "Mon 23 Nov, 09:00"."""
    local = at.astimezone(zone)
    return f"{day_words(local)}, {local:%H:%M}"


def span_words(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Write a span, the day of its end only where it is another one."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.date() == last.date():
        return f"{day_words(first)}, {first:%H:%M}–{last:%H:%M}"
    return f"{moment_words(start, zone)} – {moment_words(end, zone)}"


def words_within(
    start: datetime, end: datetime, looked: tuple[datetime, datetime], zone: ZoneInfo
) -> str:
    """Write a span as far as one has looked: what goes on beyond that has no end, or no start."""
    first, last = looked
    if end >= last:
        return "Always" if start <= first else f"From {moment_words(start, zone)} on"
    if start <= first:
        return f"Until {moment_words(end, zone)}"
    return span_words(start, end, zone)


def full_words(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Write a span to be read aloud: "Mon 23 Nov, 09:00 to Mon 30 Nov, 09:00"."""
    return f"{moment_words(start, zone)} to {moment_words(end, zone)}"


def day_words(local: datetime) -> str:
    """Write a day: "Mon 23 Nov"."""
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}"


def terms_of(start: datetime, end: datetime) -> str:
    """Write a span for an address: "from=2026-11-23T06:00Z&to=2026-11-30T06:00Z"."""
    first, last = (f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}" for at in (start, end))
    return f"from={first}&to={last}"
