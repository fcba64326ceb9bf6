"""How conditions and restrictions are written in the v1 API, and how the engine reads them.

The engine reads them as the v2 API writes them. Contract: seeds/003, opsgenie-v1.md §5.
"""

import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Self

from pydantic import (
    BeforeValidator,
    Field,
    ValidationInfo,
    WrapValidator,
    field_validator,
    model_validator,
)

from api.v1.asking import Asked, Text, Whole
from api.v1.errors import missing
from oncall.restrictions.windows import DAILY, DAYS, MOST_WINDOWS, WEEKLY
from routing.conditions import MOST_CONDITIONS
from routing.models import RoutingRule
from routing.operations import FIELDS, OPERATIONS, allowed

OLD_FIELDS = {"details": "extraProperties", "responders": "recipients"}
_GAPS = re.compile(r"[\s_-]+")


def spelled(name: str) -> str:
    """The name of an operation or a match type in v1: "Contains Key" of "contains-key"."""
    return name.replace("-", " ").title()


def field_spelled(name: str) -> str:
    """The name of a field in v1: "extraProperties" of "extra-properties"."""
    head, *rest = name.split("-")
    return OLD_FIELDS.get(name) or head + "".join(map(str.title, rest))


def _listed(names: Iterable[str], spell: Callable[[str], str]) -> str:
    """Several names in v1's spelling, each once."""
    return ", ".join(dict.fromkeys(map(spell, names)))


def _named(names: Iterable[str], spell: Callable[[str], str]) -> BeforeValidator:
    """Read a name in v1's spelling or the engine's, in any case."""
    known = {_GAPS.sub("", name).lower(): name for name in names}
    choice = _listed(names, spell)

    def read(given: Any) -> Any:
        found = known.get(_GAPS.sub("", given).lower()) if isinstance(given, str) else None
        if found is None:
            raise ValueError(f"choose one of {choice}")
        return found

    return BeforeValidator(read)


ASKED_FIELDS = f"One of {_listed(FIELDS, field_spelled)}."
ASKED_HOW = f"One of {_listed(OPERATIONS, spelled)}, as the field allows."
MatchType = Annotated[str, _named(RoutingRule.MatchType.values, spelled)]
Day = Annotated[str, _named(DAYS, str)]
StartHour = Annotated[Whole, Field(ge=0, le=23)]
EndHour = Annotated[Whole, Field(ge=0, le=24)]
Minute = Annotated[Whole, Field(ge=0, le=59)]


class ConditionAsked(Asked):
    """One question to an alert. `not` turns the answer round."""

    negated: bool = Field(False, alias="not")
    field: Annotated[str, _named(FIELDS, field_spelled)] = Field(description=ASKED_FIELDS)
    operation: Annotated[str, _named(OPERATIONS, spelled)] = Field(description=ASKED_HOW)
    expected_value: Text = ""
    key: Text = Field("", description="One extra property, whose value is asked.")
    order: Annotated[Whole, Field(ge=0, lt=10**9)] = 0

    @model_validator(mode="after")
    def _operation_fits(self) -> Self:
        choice = allowed(self.field, self.key)
        if self.operation not in choice:
            words = _listed(choice, spelled)
            raise ValueError(f"{field_spelled(self.field)} can be asked with {words}")
        return self

    def kept(self) -> dict[str, Any]:
        """The condition as the engine reads it."""
        return {
            "field": self.field,
            "key": self.key,
            "not": self.negated,
            "operation": self.operation,
            "expectedValue": self.expected_value,
            "order": self.order,
        }


Conditions = Annotated[list[ConditionAsked], Field(max_length=MOST_CONDITIONS)]


class WindowAsked(Asked):
    """From one time to another: on all days, or from one day of the week to another."""

    start_day: Day | None = Field(None, description="In a list: monday to sunday.")
    start_hour: StartHour
    start_minute: Minute = 0
    end_day: Day | None = Field(None, description="In a list: monday to sunday.")
    end_hour: EndHour
    end_minute: Minute = 0

    @field_validator("end_minute")
    @classmethod
    def _a_day_is_over_at_24(cls, minute: int, said: ValidationInfo) -> int:
        if minute and said.data.get("end_hour") == 24:
            raise ValueError("give 0, since a day ends at 24:00")
        return minute

    @property
    def has_day(self) -> bool:
        """Whether it says a day."""
        return bool(self.start_day or self.end_day)

    def kept(self) -> dict[str, Any]:
        """The window as the engine reads it."""
        return {
            "startDay": self.start_day,
            "startHour": self.start_hour,
            "startMin": self.start_minute,
            "endDay": self.end_day,
            "endHour": self.end_hour,
            "endMin": self.end_minute,
        }


class Lone(list[WindowAsked]):
    """A window that did not come in a list."""


def _one_or_several(given: Any, read: Callable[[Any], list[WindowAsked]]) -> list[WindowAsked]:
    if isinstance(given, dict):
        return Lone(read([given])) if given else []
    return read(given)


Windows = Annotated[
    list[WindowAsked], Field(max_length=MOST_WINDOWS), WrapValidator(_one_or_several)
]


def restriction_kept(windows: list[WindowAsked], *, version: str) -> dict[str, Any] | None:
    """Windows as the engine reads them; without any there is no restriction.

    A window without days is for all days. In a list each has to say its days; but from v1.1 on
    there is always a list, so there a single window may leave them out. Raises Refused.
    """
    if not windows:
        return None
    may_be_daily = isinstance(windows, Lone) or (version != "v1" and len(windows) == 1)
    if may_be_daily and not windows[0].has_day:
        return {"type": DAILY, "restriction": windows[0].kept()}
    for place, window in enumerate(windows):
        if not (window.start_day and window.end_day):
            side = "end" if window.start_day else "start"
            raise missing(f"restrictions[{place}].{side}Day")
    return {"type": WEEKLY, "restrictions": [window.kept() for window in windows]}
