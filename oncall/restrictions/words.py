"""Windows as people say them: "Mon–Fri 18:00–09:00", "Sat–Sun all day"."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from oncall.restrictions.moments import is_open
from oncall.restrictions.windows import DAY, DAYS, Restriction, Window

_SHORT = tuple(day[:3].capitalize() for day in DAYS)


def in_words(restriction: Restriction | None, zone_name: str = "") -> str:
    """Say when it is open; days whose windows are alike are one: "Mon–Fri 18:00–09:00".

    With the name of a zone, that follows: "every day 09:00–17:00 Europe/Paris".
    """
    if restriction is None:
        return "always"
    words = ", ".join(_phrases(restriction.windows))
    return f"{words} {zone_name}" if zone_name else words


def check_in_words(restriction: Restriction, at: datetime, zone: ZoneInfo) -> str:
    """Say whether a moment (aware) is inside: "Thu 22:14 is inside Mon–Fri 18:00–09:00"."""
    where = "inside" if is_open(restriction, at, zone) else "outside"
    return f"{moment_in_words(at, zone)} is {where} {in_words(restriction)}"


def moment_in_words(at: datetime, zone: ZoneInfo) -> str:
    """Say what the calendar and the clock on the wall show: "Thu 22:14"."""
    local = at.astimezone(zone)
    return f"{_SHORT[local.weekday()]} {local:%H:%M}"


def _phrases(windows: tuple[Window, ...]) -> Iterator[str]:
    """One phrase for each run of days with the same times, in the order of the windows."""
    days_of: dict[str, list[int]] = {}
    for window in windows:
        if window.start_day is None:
            yield _on("every day", _times(window))
        elif window.length == 0:
            yield f"never ({_SHORT[window.start_day]} {_clock(window.start)} to the same)"
        elif whole_days := _whole_days(window):
            days_of.setdefault("all day", []).extend(whole_days)
        elif window.length < DAY:
            days_of.setdefault(_times(window), []).append(window.start_day)
        else:
            yield _long(window)
    for times, days in days_of.items():
        yield _on(_days(sorted(set(days))), times)


def _on(days: str, times: str) -> str:
    return "at any time" if (days, times) == ("every day", "all day") else f"{days} {times}"


def _whole_days(window: Window) -> list[int]:
    """The days that a window covers from midnight to midnight; none if it covers part of one."""
    if window.start_day is None or window.start or window.length % DAY:
        return []
    return [(window.start_day + day) % 7 for day in range(window.length // DAY)]


def _days(days: list[int]) -> str:
    """Name days, those in a row as one: "Mon–Wed", "Mon, Thu", "every day"."""
    if len(days) == 7:
        return "every day"
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    if len(runs) > 1 and runs[0][0] == 0 and runs[-1][-1] == 6:
        runs[0] = runs.pop() + runs[0]  # over the week's end: Sat–Mon
    return ", ".join(
        _SHORT[run[0]] if len(run) == 1 else f"{_SHORT[run[0]]}–{_SHORT[run[-1]]}" for run in runs
    )


def _times(window: Window) -> str:
    if window.length == DAY and window.start == 0:
        return "all day"
    return f"{_clock(window.start)}–{_clock(window.end)}"


def _long(window: Window) -> str:
    start, end = _SHORT[window.start_day or 0], _SHORT[window.end_day or 0]
    return f"{start} {_clock(window.start)} – {end} {_clock(window.end)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
