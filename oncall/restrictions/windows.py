"""Windows, and how the v2 API writes them. Contract: opsgenie-v2.md §2 (timeRestriction)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ValidationError

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY, WEEK = 24 * 60, 7 * 24 * 60  # minutes
DAILY, WEEKLY = "time-of-day", "weekday-and-time-of-day"
MOST_WINDOWS = 15

# From one minute of the week to another; 0 is Monday 00:00, the second one is not included.
type Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """From one time to another: in minutes of a day, on days 0 (Monday) to 6, or on every day.

    Every day, the same start and end mean the whole day. With days they mean no time at all.
    """

    start: int
    end: int
    start_day: int | None = None
    end_day: int | None = None

    @property
    def length(self) -> int:
        """How many minutes it lasts each time."""
        if self.start_day is None or self.end_day is None:
            return (self.end - self.start - 1) % DAY + 1
        if (self.start_day, self.start) == (self.end_day, self.end):
            return 0
        days = self.end_day - self.start_day
        return (days * DAY + self.end - self.start - 1) % WEEK + 1

    def spans(self) -> list[Span]:
        """The times of the week that it covers; what goes over the week's end is cut there."""
        days = range(7) if self.start_day is None else (self.start_day,)
        starts = [day * DAY + self.start for day in days if self.length]
        spans = [(start, min(start + self.length, WEEK)) for start in starts]
        return spans + [(0, over) for start in starts if (over := start + self.length - WEEK) > 0]


@dataclass(frozen=True, slots=True)
class Restriction:
    """Windows of one kind: a single one for every day, or several on weekdays."""

    kind: str
    windows: tuple[Window, ...]


@lru_cache(maxsize=4096)
def spans_of(restriction: Restriction) -> tuple[Span, ...]:
    """The times of the week that any window covers: merged, in order."""
    merged: list[Span] = []
    for start, end in sorted(span for window in restriction.windows for span in window.spans()):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def read(value: object) -> Restriction | None:
    """Read a time restriction of the v2 API; None and {} are none.

    Raises ValidationError naming the part ("restrictions[0].startHour: …"). Numbers may be text.
    """
    if value is None or value == {}:
        return None
    if not isinstance(value, Mapping):
        raise ValidationError("timeRestriction: Give an object.")
    kind = value.get("type")
    if kind == DAILY:
        return Restriction(DAILY, (_window(value.get("restriction"), "restriction"),))
    if kind == WEEKLY:
        return Restriction(WEEKLY, _windows(value.get("restrictions")))
    raise ValidationError(f"timeRestriction.type: Give {DAILY} or {WEEKLY}.")


def _windows(value: object) -> tuple[Window, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_WINDOWS:
        raise ValidationError(f"restrictions: Give a list of 1 to {MOST_WINDOWS} windows.")
    return tuple(
        _window(window, f"restrictions[{place}]", has_days=True)
        for place, window in enumerate(value)
    )


def _window(value: object, where: str, *, has_days: bool = False) -> Window:
    if not isinstance(value, Mapping):
        raise ValidationError(f"{where}: Give an object with a start and an end.")
    start, end = (_minutes(value, side, where) for side in ("start", "end"))
    if start == DAY:
        raise ValidationError(f"{where}.startHour: A window can't start at 24:00. Give 0.")
    if not has_days:
        return Window(start, end)
    return Window(start, end, *(_day(value, side, where) for side in ("startDay", "endDay")))


def _minutes(window: Mapping[str, object], side: str, where: str) -> int:
    hour = _number(window.get(f"{side}Hour"), 24, f"{where}.{side}Hour")
    minute = _number(window.get(f"{side}Min", 0), 59, f"{where}.{side}Min")
    if hour * 60 + minute > DAY:
        raise ValidationError(f"{where}.{side}Min: Give 0, since a day ends at 24:00.")
    return hour * 60 + minute


def _number(value: object, most: int, where: str) -> int:
    text = str(value)
    if text.isascii() and text.isdecimal() and len(text) < 4 and int(text) <= most:
        return int(text)
    raise ValidationError(f"{where}: Give a whole number from 0 to {most}.")


def _day(window: Mapping[str, object], side: str, where: str) -> int:
    day = str(window.get(side)).lower()
    if day not in DAYS:
        raise ValidationError(f"{where}.{side}: Give a day of the week, such as monday.")
    return DAYS.index(day)


def as_json(restriction: Restriction) -> dict[str, object]:
    """Write a restriction as the v2 API does."""
    windows = [_window_json(window) for window in restriction.windows]
    if restriction.kind == DAILY:
        return {"type": DAILY, "restriction": windows[0]}
    return {"type": WEEKLY, "restrictions": windows}


def _window_json(window: Window) -> dict[str, object]:
    start: dict[str, object] = {"startHour": window.start // 60, "startMin": window.start % 60}
    end: dict[str, object] = {"endHour": window.end // 60, "endMin": window.end % 60}
    if window.start_day is None or window.end_day is None:
        return start | end
    days = DAYS[window.start_day], DAYS[window.end_day]
    return {"startDay": days[0]} | start | {"endDay": days[1]} | end
