"""Rules, conditions and verdicts as people say them, in parts that a page marks up.

Field names are said as the API names them, operations in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from routing.conditions import Condition
from routing.matching import ANY_CONDITION, Rule
from routing.operations import FIELDS, OPERATIONS, Kind, Operation
from routing.verdicts import ConditionVerdict

WORD, VALUE, JOIN = "word", "value", "join"

_PRIORITY_OPERATIONS = {
    "equals": Operation("is", "is not", "are", "are not"),
    "greater-than": Operation("is higher than", "is not higher than", "", ""),
    "less-than": Operation("is lower than", "is not lower than", "", ""),
}


class Part(NamedTuple):
    """A piece of a sentence: a word, a value (in quotes), or what joins (and, or, not)."""

    kind: str
    text: str


def in_text(parts: Iterable[Part]) -> str:
    """Write parts as plain text: 'message contains “db” and not tags contains “test”'."""
    return " ".join(f"“{part.text}”" if part.kind == VALUE else part.text for part in parts)


def rule_in_words(rule: Rule) -> list[Part]:
    """Say which alerts a rule takes: 'If message contains “db” and not tags contains “test”'."""
    if not rule.asked:
        return [Part(WORD, "Every alert")]
    parts = [Part(WORD, "If")]
    for place, condition in enumerate(rule.asked):
        joins = [("or" if rule.match_type == ANY_CONDITION else "and")] if place else []
        joins += ["not"] if condition.negated else []
        parts += [Part(JOIN, " ".join(joins))] if joins else []
        parts += condition_in_words(condition)
    return parts


def condition_in_words(condition: Condition) -> list[Part]:
    """Say what a condition asks, its `not` left out: 'extra property “region” equals “eu”'."""
    words = _operation(condition).words
    return [*_subject(condition), Part(WORD, words), *_expected(condition)]


def reason_in_words(reason: ConditionVerdict) -> list[Part]:
    """Say how it was: 'tags do not contain “test”', 'source is “nagios”, needs “stripe”'."""
    asked, seen = reason.condition, reason.seen
    is_so = reason.held != asked.negated
    operation = _operation(asked)
    is_plural = FIELDS[asked.field].is_plural and asked.kind is not Kind.PROPERTY
    if not is_so and not asked.negated and seen and _is_compared(asked):
        needs = {"equals": "needs", "equals-ignore-whitespace": "needs"}.get(
            asked.operation, f"needs {operation.words.removeprefix('is ')}"
        )
        return [
            *_subject(asked),
            Part(WORD, "is"),
            Part(VALUE, seen),
            Part(WORD, f"but {needs}"),
            *_expected(asked),
        ]
    if is_plural:
        words = operation.plural if is_so else operation.plural_denied
    else:
        words = operation.words if is_so else operation.denied
    return [*_subject(asked), Part(WORD, words), *_expected(asked)]


def _is_compared(condition: Condition) -> bool:
    """Whether the one value that was seen says why it did not hold."""
    is_single = condition.kind in (Kind.TEXT, Kind.PROPERTY, Kind.NUMBER)
    compares = condition.operation.startswith("equals") or condition.operation.endswith("-than")
    return is_single and compares


def _subject(condition: Condition) -> Sequence[Part]:
    if condition.kind is Kind.PROPERTY:
        return Part(WORD, "extra property"), Part(VALUE, condition.key)
    return (Part(WORD, FIELDS[condition.field].words),)


def _expected(condition: Condition) -> Sequence[Part]:
    needs_value = OPERATIONS[condition.operation].needs_value
    return (Part(VALUE, condition.expected),) if needs_value else ()


def _operation(condition: Condition) -> Operation:
    general = OPERATIONS[condition.operation]
    if condition.kind is Kind.NUMBER:
        return _PRIORITY_OPERATIONS.get(condition.operation, general)
    return general
