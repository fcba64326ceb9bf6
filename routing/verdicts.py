"""What the engine says of each rule, as values and as JSON that is stored with an alert."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from routing.conditions import Condition

WON, WOULD_MATCH, NO_MATCH = "won", "would-match", "no-match"
OUTSIDE, DISABLED, NOT_CHECKED = "outside-window", "disabled", "not-checked"

# Nobody changes verdicts once they are told. They are not frozen, because those take three times as
# long to make, and every alert that comes in brings up to a hundred.


@dataclass(slots=True)
class ConditionVerdict:
    """Whether a condition held (its `not` included), and the value it saw."""

    condition: Condition
    seen: str
    held: bool


@dataclass(slots=True)
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
    return [_verdict(verdict) for verdict in verdicts]


def _verdict(verdict: Verdict) -> dict[str, Any]:
    written: dict[str, Any] = {
        "rule": verdict.index,
        "name": verdict.name,
        "result": verdict.result,
    }
    if verdict.time:
        written["time"] = verdict.time
    if verdict.reasons:
        written["reasons"] = [_reason(reason) for reason in verdict.reasons]
    return written


def _reason(reason: ConditionVerdict) -> dict[str, Any]:
    asked = reason.condition
    written: dict[str, Any] = {"field": asked.field, "operation": asked.operation}
    if asked.key:
        written["key"] = asked.key
    if asked.negated:
        written["not"] = True
    if asked.expected:
        written["expectedValue"] = asked.expected
    written["seen"], written["held"] = reason.seen, reason.held
    return written


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
