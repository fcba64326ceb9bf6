"""Acme's schedules, as one would write them down: change one here and every new demo has it."""

from dataclasses import dataclass, field
from typing import Any


def daily(start: int, end: int) -> dict[str, Any]:
    """Every day between two hours, as the contract writes it."""
    hours = {"startHour": start, "startMin": 0, "endHour": end, "endMin": 0}
    return {"type": "time-of-day", "restriction": hours}


def on_days(days: str, start: int, end: int) -> dict[str, Any]:
    """On these weekdays between two hours."""
    hours = {"startHour": start, "startMin": 0, "endHour": end, "endMin": 0}
    windows = [{"startDay": day, "endDay": day} | hours for day in days.split()]
    return {"type": "weekday-and-time-of-day", "restrictions": windows}


@dataclass(frozen=True, slots=True)
class RotationOf:
    """A rotation: the logins of who takes turns, of how long, in which hours."""

    name: str
    logins: str
    kind: str = "weekly"
    length: int = 1
    hours: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ScheduleOf:
    """A schedule of a team."""

    name: str
    team: str
    zone: str
    rotations: tuple[RotationOf, ...] = ()
    about: str = ""
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class OverrideOf:
    """Somebody takes a shift: so many hours from so many days after this Monday's hand-over."""

    schedule: str
    login: str
    day: int
    hours: int
    rotations: tuple[str, ...] = field(default=())


WORKDAYS, WEEKEND = "monday tuesday wednesday thursday friday", "saturday sunday"
SCHEDULES = (
    ScheduleOf("Payments_schedule", "Payments", "Europe/Istanbul", (
        RotationOf("Primary", "tom ben cem"),
        RotationOf("Second line", "ada tom", length=2),
    ), "Around the clock, a week each. The second line is told as well."),
    ScheduleOf("Platform_schedule", "Platform", "Europe/Berlin", (
        RotationOf("Workdays", "ada lukasz ben", hours=on_days(WORKDAYS, 9, 21)),
        RotationOf("Nights", "farid yusuf jamal", hours=daily(21, 9)),
        RotationOf("Weekends", "jamal ada", hours=on_days(WEEKEND, 9, 21)),
    )),
    ScheduleOf("Fraud_schedule", "Fraud", "Europe/Lisbon", (
        RotationOf("Primary", "ines cem kaori"),
        RotationOf("Models", "cem hugo", length=2, hours=on_days(WORKDAYS, 9, 18)),
    )),
    ScheduleOf("Mobile_schedule", "Mobile", "Asia/Kolkata", (
        RotationOf("Twelve hours each", "ravi anna kaori", "hourly", 12),
    )),
    ScheduleOf("Data_schedule", "Data", "Europe/Zurich", (
        RotationOf("Nightly reports", "paola nils lukasz", "daily", 2),
    )),
    ScheduleOf("Data_holidays", "Data", "Europe/Zurich", is_enabled=False,
               about="For the days around New Year. Still to be filled."),
    ScheduleOf("Support_schedule", "Support", "UTC", (
        RotationOf("Asia", "uma yusuf", hours=daily(22, 6)),
        RotationOf("Europe", "zoe", hours=daily(6, 14)),
        RotationOf("Americas", "sofia", hours=daily(14, 22)),
    ), "Follows the sun: whoever is on call is awake."),
)  # fmt: skip
OVERRIDES = (
    OverrideOf("Payments_schedule", "ada", 9, 24, ("Primary",)),
    OverrideOf("Payments_schedule", "ben", 3, 8, ("Second line",)),
    OverrideOf("Support_schedule", "uma", 11, 48),
)
