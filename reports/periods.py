"""The time that a report is about, and how its chart divides it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from common.times import MONTHS
from oncall.moments import DAYS

LAST = {"24h": "24 hours", "7d": "7 days", "30d": "30 days"}
USUAL, OWN = "7d", "own"
MOST_DAYS = 92  # a quarter: the chart has a bar for each
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEW = 7  # bars that can be named by their day of the week


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to before `until`, in hours or days ("hour", "day") of a zone."""

    since: datetime
    until: datetime
    step: str
    zone: tzinfo
    words: str

    @property
    def parts(self) -> list[datetime]:
        """When each of its hours or days begins."""
        if self.step == "hour":  # in UTC: where clocks change, a day has 23 of them, or 25
            start, end = self.since.astimezone(UTC), self.until.astimezone(UTC)
            return [start + n * HOUR for n in range((end - start) // HOUR)]
        first, last = self.since.astimezone(self.zone), self.until.astimezone(self.zone)
        number = (last.date() - first.date()).days
        return [midnight(first.date() + n * DAY, self.zone) for n in range(number)]

    @property
    def short(self) -> Callable[[datetime], str]:
        """How a part is called below its bar: "14:00", "Mon 16", "16 Nov"."""
        if self.step == "hour":
            return lambda at: f"{at.astimezone(self.zone):%H:%M}"
        if len(self.parts) <= FEW:
            return lambda at: f"{DAYS[self._local(at).weekday()]} {self._local(at).day}"
        return lambda at: f"{self._local(at).day} {MONTHS[self._local(at).month - 1]}"

    def long(self, at: datetime) -> str:
        """How a part is called in full: "Mon 16 Nov, 14:00"."""
        local = self._local(at)
        day = f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}"
        return f"{day}, {local:%H:%M}" if self.step == "hour" else day

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)


def last(name: str, now: datetime, zone: tzinfo) -> Period:
    """The last hours or days, the one that is under way included."""
    local, words = now.astimezone(zone), f"in the last {LAST[name]}"
    if name == "24h":
        end = local.replace(minute=0, second=0, microsecond=0).astimezone(UTC) + HOUR
        return Period(end - 24 * HOUR, end, "hour", zone, words)
    days, tomorrow = int(name.removesuffix("d")), local.date() + DAY
    return Period(
        midnight(tomorrow - days * DAY, zone), midnight(tomorrow, zone), "day", zone, words
    )


def between(first: date, final: date, zone: tzinfo) -> Period:
    """From the beginning of a day to the end of another; hours of a single one."""
    since, until = midnight(first, zone), midnight(final + DAY, zone)
    if first == final:
        return Period(since, until, "hour", zone, f"on {day_words(first)}")
    return Period(since, until, "day", zone, f"from {day_words(first)} to {day_words(final)}")


def day_words(day: date) -> str:
    """Write a day: "16 Nov 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def midnight(day: date, zone: tzinfo) -> datetime:
    """When a day begins in a zone."""
    return datetime.combine(day, time(), zone)
