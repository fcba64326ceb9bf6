"""Time windows as people type them, and the v2 JSON of a restriction (opsgenie-v2.md §2).

Pure: what can't be read stays as it was typed, so that a form can show it again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from oncall import restrictions
from oncall.restrictions.windows import DAILY, DAYS, MOST_WINDOWS, WEEKLY

DAY_NAMES = [(day, day.capitalize()) for day in DAYS]
ALWAYS = "always"
KINDS = [(ALWAYS, "Always"), (DAILY, "Every day between"), (WEEKLY, "Weekdays and times")]
A_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Window:
    """One window as it is typed: days as the contract writes them, times as "18:00"."""

    start_day: str = "monday"
    start: str = "09:00"
    end_day: str = "monday"
    end: str = "17:00"

    @property
    def wrong(self) -> list[str]:
        """The parts that can't be read, of start_day, start, end_day, end."""
        days = [part for part in ("start_day", "end_day") if getattr(self, part) not in DAYS]
        return days + [part for part in ("start", "end") if minutes(getattr(self, part)) is None]

    def as_json(self) -> dict[str, Any]:
        """The window as the contract has it; it must not be wrong."""
        start, end, end_day = minutes(self.start) or 0, minutes(self.end) or 0, self.end_day
        if end == 24 * 60:
            end, end_day = 0, DAYS[(DAYS.index(end_day) + 1) % 7]
        days = {"startDay": self.start_day, "endDay": end_day}
        return days | _hours(start, end)


PRESETS = {
    "weeknights": (
        "Weeknights",
        tuple(Window(DAYS[n], "18:00", DAYS[n + 1], "09:00") for n in range(5)),
    ),
    "weekends": ("Weekends", (Window("saturday", "00:00", "monday", "00:00"),)),
    "office-hours": (
        "Office hours",
        tuple(Window(day, "09:00", day, "18:00") for day in DAYS[:5]),
    ),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """All that the field holds, readable or not."""

    kind: str = ALWAYS
    start: str = "09:00"
    end: str = "17:00"
    windows: tuple[Window, ...] = (Window(),)

    @classmethod
    def of(cls, value: Any) -> "Typed":
        """What the field shows for the v2 JSON of a restriction."""
        if not value:
            return cls()
        if value["type"] == DAILY:
            hours = value["restriction"]
            return cls(DAILY, _clock(hours, "start"), _clock(hours, "end"))
        windows = (
            Window(one["startDay"], _clock(one, "start"), one["endDay"], _clock(one, "end"))
            for one in value["restrictions"]
        )
        return cls(WEEKLY, windows=tuple(windows))

    @property
    def wrong(self) -> list[str]:
        """The times of the daily form that can't be read."""
        return [part for part in ("start", "end") if minutes(getattr(self, part)) is None]

    @property
    def can_add(self) -> bool:
        """Whether there is room for one window more."""
        return len(self.windows) < MOST_WINDOWS

    def problems(self) -> Iterator[str]:
        """Yield a sentence for each part that can't be read."""
        if self.kind == DAILY and self.wrong:
            yield "Write both times as 18:00."
        if self.kind == WEEKLY:
            if not self.windows:
                yield "Add a window, or choose Always."
            for number, window in enumerate(self.windows, 1):
                if window.wrong:
                    yield f"Window {number}: choose both days and write both times as 18:00."
        if self.kind not in dict(KINDS):
            yield "Choose when."

    def as_json(self) -> dict[str, Any] | None:
        """The v2 JSON, or None for always. Raises ValidationError."""
        if problems := list(self.problems()):
            raise ValidationError(problems)
        if self.kind == ALWAYS:
            return None
        if self.kind == DAILY:
            start, end = minutes(self.start) or 0, minutes(self.end) or 0
            value: dict[str, Any] = {"type": DAILY, "restriction": _hours(start, end % (24 * 60))}
        else:
            value = {"type": WEEKLY, "restrictions": [one.as_json() for one in self.windows]}
        restrictions.read(value)  # refuses what only the engine knows to be wrong
        return value

    def after(self, edit: str) -> "Typed":
        """What the field holds after one of its buttons: "add", "remove-2", "fill-weekends"."""
        act, _, what = edit.partition("-")
        if act == "add" and self.can_add:
            return replace(self, windows=(*self.windows, _following(self.windows)))
        if act == "remove":
            left = (one for number, one in enumerate(self.windows, 1) if str(number) != what)
            return replace(self, windows=tuple(left))
        if act == "fill" and what in PRESETS:
            return replace(self, kind=WEEKLY, windows=PRESETS[what][1])
        return self

    @property
    def week(self) -> "Week | None":
        """The picture of a week, or None while something can't be read."""
        try:
            value = self.as_json()
        except ValidationError:
            return None
        return Week.of(value) if value else None


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday: the open spans as (start, length) in hours, and how many in all."""

    spans: list[tuple[str, str]]
    hours: str

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "Week":
        """The week of a restriction, its days of 24 hours."""
        monday, zone = A_MONDAY, ZoneInfo("UTC")
        sunday = monday + timedelta(days=7)
        found = restrictions.openings(restrictions.read(value), monday, sunday, zone)
        hour = timedelta(hours=1)
        spans = [((start - monday) / hour, (end - start) / hour) for start, end in found]
        return cls(
            [(f"{at:g}", f"{length:g}") for at, length in spans],
            f"{round(sum(length for _, length in spans), 1):g}",
        )


def minutes(text: str) -> int | None:
    """Read a time of day ("18:00", "9", "0930", "24:00") as minutes, or None."""
    match = _TIME.fullmatch(text.strip())
    if match is None or not text.isascii():
        return None
    found = int(match[1]) * 60 + int(match[2] or 0)
    return found if int(match[2] or 0) < 60 and found <= 24 * 60 else None


def _hours(start: int, end: int) -> dict[str, int]:
    return {
        "startHour": start // 60,
        "startMin": start % 60,
        "endHour": end // 60,
        "endMin": end % 60,
    }


def _clock(hours: Mapping[str, int], end: str) -> str:
    return f"{hours[f'{end}Hour']:02}:{hours.get(f'{end}Min', 0):02}"


def _following(windows: tuple[Window, ...]) -> Window:
    """A new window: the last one, a day later."""
    if not windows or windows[-1].wrong:
        return Window()
    last = windows[-1]
    later = {day: DAYS[(number + 1) % 7] for number, day in enumerate(DAYS)}
    return replace(last, start_day=later[last.start_day], end_day=later[last.end_day])
