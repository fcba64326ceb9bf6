"""The rotations and overrides of a plan, in words. Pure."""

from dataclasses import dataclass
from datetime import datetime

from oncall.moments import moment_words, span_words
from oncall.restrictions import in_words
from oncall.rotation import Instead, Plan, Turns, Who
from oncall.turns import turn_at

UNITS = {"hourly": "hour", "daily": "day", "weekly": "week"}
SHOWN = 12  # participants


@dataclass(frozen=True, slots=True)
class RotationRow:
    """A rotation: how long turns are, in which hours, who takes them, and whose turn it is."""

    turns: Turns
    length: str
    hours: str
    started: str
    ends: str
    now: Who | None

    @property
    def words(self) -> str:
        """All but the people: "Every week, Mon–Fri 18:00–09:00, until Mon 4 Jan, 09:00"."""
        started = f"from {self.started}" if self.started else ""
        ends = f"until {self.ends}" if self.ends else ""
        return ", ".join(filter(None, [self.length, self.hours, started, ends]))

    @property
    def people(self) -> tuple[Who, ...]:
        """The first participants."""
        return self.turns.participants[:SHOWN]

    @property
    def more(self) -> int:
        """How many participants there are besides these."""
        return max(len(self.turns.participants) - SHOWN, 0)


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """An override: who, when, instead of whom."""

    override: Instead
    words: str
    rotations: str
    is_now: bool


def rotations_of(plan: Plan, at: datetime) -> list[RotationRow]:
    """The rotations of a plan, in their order."""
    return [_rotation(plan, turns, at) for turns in plan.rotations]


def overrides_of(plan: Plan, at: datetime) -> list[OverrideRow]:
    """The overrides of now and later, in the order in which they begin."""
    names = {turns.id: turns.name for turns in plan.rotations}
    coming = [one for one in plan.overrides if one.ends_at > at]
    return [
        OverrideRow(
            one,
            span_words(one.starts_at, one.ends_at, plan.zone),
            ", ".join(names[pk] for pk in names if pk in one.rotations) or "Whole schedule",
            one.covers(at),
        )
        for one in sorted(coming, key=lambda one: one.starts_at)
    ]


def length_words(kind: str, length: int) -> str:
    """How long turns are: "Every week", "Every 12 hours"."""
    unit = UNITS[kind]
    return f"Every {unit}" if length == 1 else f"Every {length} {unit}s"


def _rotation(plan: Plan, turns: Turns, at: datetime) -> RotationRow:
    return RotationRow(
        turns=turns,
        length=length_words(turns.kind, turns.length),
        hours=in_words(turns.restriction) if turns.restriction else "",
        started=moment_words(turns.starts_at, plan.zone) if turns.starts_at > at else "",
        ends=moment_words(turns.ends_at, plan.zone) if turns.ends_at else "",
        now=turn_at(turns, plan.zone, at) if plan.is_enabled else None,
    )
