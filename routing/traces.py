"""Verdicts as lines to read: in “Try an alert”, and of alerts that came in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from routing.sentences import Part, condition_in_words, reason_in_words
from routing.verdicts import (
    DISABLED,
    NO_MATCH,
    NOT_CHECKED,
    OUTSIDE,
    WON,
    WOULD_MATCH,
    ConditionVerdict,
    Verdict,
)

LABELS = {
    WON: "Wins",
    WOULD_MATCH: "Would match",
    NO_MATCH: "No match",
    OUTSIDE: "No match",
    DISABLED: "Paused",
    NOT_CHECKED: "Not checked",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """One condition with the value it saw and whether it held."""

    words: list[Part]
    seen: str
    held: bool


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One rule's line: `why` are the reasons that decided, `checked` all conditions.

    `number` counts from 1 and is 0 for the default rule; `state` is "win", "after" or "".
    """

    number: int
    name: str
    label: str
    state: str
    why: list[list[Part]] = field(default_factory=list)
    time: str = ""
    checked: list[Checked] = field(default_factory=list)


def trace_rows(verdicts: Sequence[Verdict], default_name: str) -> list[TraceRow]:
    """The lines of a trace, the default rule's last."""
    rows: list[TraceRow] = []
    has_winner = False
    for verdict in verdicts:
        rows.append(_row(verdict, has_winner))
        has_winner |= verdict.result == WON
    words = "Only when no rule above matches" if has_winner else "No rule above matches"
    state, label = ("after", "Not needed") if has_winner else ("win", LABELS[WON])
    return [*rows, TraceRow(0, default_name, label, state, [[Part("word", words)]])]


def _row(verdict: Verdict, has_winner: bool) -> TraceRow:
    state = "win" if verdict.result == WON else "after" if has_winner else ""
    return TraceRow(
        number=verdict.index + 1,
        name=verdict.name,
        label=LABELS[verdict.result],
        state=state,
        why=[reason_in_words(reason) for reason in _deciding(verdict)],
        time=verdict.time if verdict.result in (WON, OUTSIDE) else "",
        checked=[_checked(reason) for reason in verdict.reasons],
    )


def _deciding(verdict: Verdict) -> list[ConditionVerdict]:
    """The reasons worth reading first: all of the winner's, else the one that decided."""
    if verdict.result == NO_MATCH:
        return [one for one in verdict.reasons if not one.held][:1]
    held = [one for one in verdict.reasons if one.held]
    return held if verdict.result == WON else held[:1] if verdict.result == WOULD_MATCH else []


def _checked(reason: ConditionVerdict) -> Checked:
    words = condition_in_words(reason.condition)
    if reason.condition.negated:
        words = [Part("join", "not"), *words]
    return Checked(words, reason.seen, reason.held)
