"""The columns of a timeline: days, or the hours of one day, in percent of the width. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from common.times import MONTHS
from oncall.moments import DAYS
from oncall.wall_clock import first_moment


@dataclass(frozen=True, slots=True)
class Frame:
    """What the picture shows: from midnight to midnight in a zone, `days` days."""

    first: date
    days: int
    zone: ZoneInfo

    @property
    def start(self) -> datetime:
        """The first moment."""
        return first_moment(datetime.combine(self.first, time()), self.zone)

    @property
    def end(self) -> datetime:
        """The moment after the last."""
        last = self.first + timedelta(days=self.days)
        return first_moment(datetime.combine(last, time()), self.zone)

    def place(self, at: datetime) -> float:
        """Where a moment is, in percent."""
        return round((at - self.start) / (self.end - self.start) * 100, 3)


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of the width: a column of a day or of some hours, and what is written above it."""

    x: float
    width: float
    words: str = ""
    short: str = ""
    is_weekend: bool = False
    is_today: bool = False


def columns(frame: Frame, now: datetime) -> list[Mark]:
    """The columns of what is shown, with the words above them."""
    today = now.astimezone(frame.zone).date()
    if frame.days == 1:
        return list(_hours(frame))
    marks = []
    for number in range(frame.days):
        day = frame.first + timedelta(days=number)
        one = Frame(day, 1, frame.zone)
        x = frame.place(one.start)
        width = round(frame.place(one.end) - x, 3)
        long, short = _day_words(day, frame.days, number)
        marks.append(Mark(x, width, long, short, day.weekday() > 4, day == today))
    return marks


def _day_words(day: date, days: int, number: int) -> tuple[str, str]:
    """What stands above a day: on wide and on narrow screens."""
    weekday, month = DAYS[day.weekday()], MONTHS[day.month - 1]
    if days <= 7:
        return f"{weekday} {day.day} {month}", f"{weekday[:2]} {day.day}"
    # Where days are narrow, a week has one date: at its Monday, and at the first day of all.
    begins = day.weekday() == 0 or (number == 0 and day.weekday() < 5)
    date_words = f"{day.day} {month}" if begins else ""
    return f"{weekday} {day.day}" if days <= 14 else date_words, date_words


def _hours(frame: Frame) -> Iterator[Mark]:
    """The columns of one day: every two hours on the clock."""
    midnight = datetime.combine(frame.first, time())
    edges = [first_moment(midnight + timedelta(hours=hour), frame.zone) for hour in range(0, 26, 2)]
    edges = [*edges[:12], frame.end]
    for number in range(12):
        x, hour = frame.place(edges[number]), number * 2
        width = round(frame.place(edges[number + 1]) - x, 3)
        yield Mark(x, width, f"{hour:02}:00", f"{hour:02}" if hour % 4 == 0 else "")
