"""What the engine says of each rule, as values and as JSON that is stored with an alert."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from routing.conditions import Condition

WON, WOULD_MATCH, NO_MATCH = "won", "would-match", "no-match"
OUTSIDE, DISABLED, NOT_CHECKED = "outside-window", "disabled", "not-checked"


@dataclass(frozen=True, slots=True)
class ConditionVerdict:
    """Whether a condition held (its `not` included), and the value it saw."""

    condition: Condition
    seen: str
    held: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one rule: `index` counts the team's rules from 0, without the default rule.

    `result` is one of the names above; `time` says how the moment lies to the rule's window, and is
    empty for a rule without one.
    """

    index: int
    name: str
    result: str
    reasons: tuple[ConditionVerdict, ...] = ()
    time: str = ""


def as_json(verdicts: Iterable[Verdict]) -> list[dict[str, Any]]:
    """Write verdicts as plain JSON; what is empty is left out, since there may be a hundred."""
    return [
        {"rule": verdict.index, "name": verdict.name, "result": verdict.result}
        | ({"time": verdict.time} if verdict.time else {})
        | ({"reasons": [_reason(reason) for reason in verdict.reasons]} if verdict.reasons else {})
        for verdict in verdicts
    ]


def _reason(reason: ConditionVerdict) -> dict[str, Any]:
    asked = reason.condition
    return (
        {"field": asked.field, "operation": asked.operation}
        | ({"key": asked.key} if asked.key else {})
        | ({"not": True} if asked.negated else {})
        | ({"expectedValue": asked.expected} if asked.expected else {})
        | {"seen": reason.seen, "held": reason.held}
    )


def read_verdicts(stored: Iterable[Mapping[str, Any]]) -> tuple[Verdict, ...]:
    """Read what `as_json` wrote."""
    return tuple(
        Verdict(
            index=one["rule"],
            name=one["name"],
            result=one["result"],
            reasons=tuple(_read_reason(reason) for reason in one.get("reasons", ())),
            time=one.get("time", ""),
        )
        for one in stored
    )


def _read_reason(stored: Mapping[str, Any]) -> ConditionVerdict:
    condition = Condition(
        field=stored["field"],
        operation=stored["operation"],
        expected=stored.get("expectedValue", ""),
        key=stored.get("key", ""),
        negated=stored.get("not", False),
    )
    return ConditionVerdict(condition, stored["seen"], stored["held"])
