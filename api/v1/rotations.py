"""Rotations of a schedule, as the v1 API takes them. Contract: opsgenie-v1.md §6."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from accounts.actors import Actor
from api.v1.asking import AnyCase, Asked, Texts, Whole, Words
from api.v1.errors import not_found
from api.v1.finding import ids, small_letters
from api.v1.rule_words import WindowAsked, restriction_kept
from api.v1.schedules_finding import things_named
from api.v1.schedules_times import Time, moment
from oncall.actions.rotation_rows import MOST_PARTICIPANTS, Turn
from oncall.actions.rotations import MOST_ROTATIONS
from oncall.actions.whole_rotations import Wanted, set_rotations
from oncall.models import EscalationRule, Participant, Schedule
from oncall.restrictions.windows import MOST_WINDOWS

NOBODY = "none"
LONGEST = 999  # hours, days or weeks of a turn
SOMEBODY = ["jane.doe@acme.example", "operations", "none"]
SOME_HOURS = [
    {"startDay": "monday", "startTime": "08:00", "endDay": "friday", "endTime": "18:00"},
]


class HoursAsked(WindowAsked):
    """When turns are taken: also with `startTime` and `endTime`, such as 18:30."""

    @model_validator(mode="before")
    @classmethod
    def _times(cls, given: Any) -> Any:
        """Take 18:30 apart; `startMin` is as good as `startMinute`. The usual names win."""
        if not isinstance(given, dict):
            return given
        said = {name: value for name, value in given.items() if value is not None}
        others: dict[str, Any] = {}
        for side in ("start", "end"):
            time = said.get(f"{side}Time")
            if isinstance(time, str):
                others[f"{side}Hour"], _, minute = time.partition(":")
                others[f"{side}Minute"] = minute or "0"
            if f"{side}Min" in said:
                others[f"{side}Minute"] = said[f"{side}Min"]
        return others | said


def _lone_in_list(given: Any) -> Any:
    return [given] if isinstance(given, dict) and given else given or []


def _names_alone(given: Any) -> Any:
    """Participants as they are read, {"participant": "…", "type": "…"}, are as good as names."""
    if not isinstance(given, list):
        return given
    return [one.get("participant", one) if isinstance(one, dict) else one for one in given]


class RotationAsked(Asked):
    """People taking turns."""

    id: Words | None = None
    name: Words | None = Field(None, examples=["Days"])
    start_date: Time
    end_date: Time | None = None
    rotation_type: Annotated[Literal["daily", "weekly", "hourly"], AnyCase]
    rotation_length: Annotated[Whole, Field(ge=1, le=LONGEST)] = 1
    participants: Annotated[
        Texts,
        Field(min_length=1, max_length=MOST_PARTICIPANTS),
        BeforeValidator(_names_alone),
    ]
    restrictions: Annotated[
        list[HoursAsked], Field(max_length=MOST_WINDOWS), BeforeValidator(_lone_in_list)
    ] = []

    def wanted(self, zone: str, named: dict[str, Turn]) -> Wanted:
        """The rotation as the action takes it, its times by the clock of a zone. Raises Refused."""
        values = {
            "name": self.name or "Rotation",
            "kind": self.rotation_type,
            "length": self.rotation_length,
            "starts_at": moment(self.start_date, zone),
            "ends_at": moment(self.end_date, zone) if self.end_date else None,
            "time_restriction": restriction_kept([*self.restrictions], version="v1.1"),
        }
        turns = [named[name.strip()] for name in self.participants]
        return Wanted(values, turns, next(iter(ids(self.id or "")), None))


Rotations = Annotated[list[RotationAsked], Field(max_length=MOST_ROTATIONS)]
SOME_ROTATIONS = [
    {
        "name": "Days",
        "startDate": "2013-02-04 09:00",
        "rotationType": "weekly",
        "rotationLength": 1,
        "participants": SOMEBODY,
        "restrictions": SOME_HOURS,
    }
]


def write_rotations(schedule: Schedule, asked: Sequence[RotationAsked], *, by: Actor) -> None:
    """Make these all rotations of a schedule. Raises Refused, ValidationError."""
    names = [name for one in asked for name in one.participants]
    named = _named(names, schedule, by=by)
    wanted = [one.wanted(schedule.time_zone, named) for one in asked]
    set_rotations(schedule, wanted, by=by)


def _named(names: Iterable[str], schedule: Schedule, *, by: Actor) -> dict[str, Turn]:
    """Who they are, by their names as they were said: people, else teams. Three queries."""
    small = small_letters(name.strip() for name in names)
    within = Participant.objects.filter(rotation__schedule=schedule)
    kinds, keys = EscalationRule.Kind, set(small.values())
    found: dict[str, Turn] = {
        **things_named(kinds.TEAM, keys, within, by=by),
        **things_named(kinds.USER, keys, within, by=by),
        NOBODY: None,
    }
    for name, key in small.items():
        if key not in found:
            raise not_found("User or team", name)
    return {name: found[key] for name, key in small.items()}
