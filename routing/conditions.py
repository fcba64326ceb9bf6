"""Conditions: what a rule asks of an alert. Contract: opsgenie-v2.md §2 (Condition)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from routing.numbers import number_in, priority_in
from routing.operations import FIELDS, OPERATIONS, Kind, allowed, kind_of
from routing.patterns import BadPattern, compile_pattern

MOST_CONDITIONS = 100
COMPARISONS = ("greater-than", "less-than")
LONGEST_VALUE, LONGEST_KEY = 15_000, 1_000  # characters

# The spellings of the v1 API ("extraProperties", "Contains Key") name the same.
_UNSPELLED = re.compile(r"[\s_-]+")
_FIELDS = {name.replace("-", ""): name for name in FIELDS}
_OPERATIONS = {name.replace("-", ""): name for name in OPERATIONS}


@dataclass(frozen=True, slots=True)
class Condition:
    """One question to an alert; `negated` turns the answer round.

    Names are those of the v2 API; `key` picks one extra property. `order` is only echoed.
    """

    field: str
    operation: str
    expected: str = ""
    key: str = ""
    negated: bool = False
    order: int = 0

    @property
    def kind(self) -> Kind:
        """What the condition looks at."""
        return kind_of(self.field, self.key)


class _Fault(Exception):
    """What is wrong with one part of a condition; `position` counts characters from 1."""

    def __init__(self, part: str, words: str, position: int | None = None) -> None:
        super().__init__(words)
        self.part, self.words, self.position = part, words, position


def read_conditions(value: object) -> tuple[Condition, ...]:
    """Read a list of conditions of the v2 API; None is none.

    Raises ValidationError with one message for each faulty condition, such as
    "conditions[0].operation: …". Each one's `params` say index, part, words and, for a fault in a
    pattern, position (counted from 1).
    """
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ValidationError("conditions: Give a list.")
    if len(value) > MOST_CONDITIONS:
        raise ValidationError(f"conditions: Give {MOST_CONDITIONS} at most.")
    found, problems = [], []
    for index, item in enumerate(value):
        try:
            found.append(_read(item))
        except _Fault as fault:
            problems.append(_problem(index, fault))
    if problems:
        raise ValidationError(problems)
    return tuple(found)


def _problem(index: int, fault: _Fault) -> ValidationError:
    part = f".{fault.part}" if fault.part else ""
    return ValidationError(
        "conditions[%(index)d]%(dotted)s: %(words)s",
        code="condition",
        params={
            "index": index,
            "dotted": part,
            "part": fault.part,
            "words": fault.words,
            "position": fault.position,
        },
    )


def _read(item: object) -> Condition:
    if not isinstance(item, Mapping):
        raise _Fault("", "Give an object with field and operation.")
    condition = Condition(
        field=_named(item, "field", _FIELDS),
        operation=_named(item, "operation", _OPERATIONS),
        expected=_text(item, "expectedValue", LONGEST_VALUE),
        key=_text(item, "key", LONGEST_KEY),
        negated=_truth(item.get("not", False)),
        order=_order(item.get("order", 0)),
    )
    check(condition)
    return condition


def check(condition: Condition) -> None:
    """Say whether a condition can be asked. Raises ValidationError, without a place."""
    kind, needs_value = condition.kind, OPERATIONS[condition.operation].needs_value
    if condition.key and kind is not Kind.PROPERTY:
        raise _Fault("key", "Only extra properties have keys. Leave it out.")
    is_number = number_in(condition.expected) is not None
    choices = allowed(condition.field, condition.key)
    if condition.operation not in choices:
        what = f"{condition.field} with a key" if condition.key else condition.field
        raise _Fault("operation", f"{what} can be asked with {_listed(choices)}.")
    if needs_value and not condition.expected:
        raise _Fault("expectedValue", "Say what it is compared with.")
    if condition.operation == "matches":
        try:
            compile_pattern(condition.expected)
        except BadPattern as fault:
            raise _Fault("expectedValue", fault.words, fault.position) from None
    elif kind is Kind.NUMBER and priority_in(condition.expected) is None:
        raise _Fault("expectedValue", "Give a priority from P1 (the highest) to P5.")
    elif condition.operation in COMPARISONS and kind is Kind.PROPERTY and not is_number:
        raise _Fault("expectedValue", "Give a number, such as 90 or 0.5.")


def _named(item: Mapping[str, Any], part: str, names: Mapping[str, str]) -> str:
    given = item.get(part)
    name = names.get(_UNSPELLED.sub("", given).lower()) if isinstance(given, str) else None
    if name is None:
        raise _Fault(part, f"Choose one of {_listed(tuple(dict.fromkeys(names.values())))}.")
    return name


def _text(item: Mapping[str, Any], part: str, limit: int) -> str:
    given = item.get(part)
    if isinstance(given, bool):
        return "true" if given else "false"
    if given is None or isinstance(given, int | float):
        return "" if given is None else str(given)
    if not isinstance(given, str):
        raise _Fault(part, "Give a text.")
    if len(given) > limit:
        raise _Fault(part, f"Give {limit:,} characters at most.")
    if "\0" in given or any("\ud800" <= letter <= "\udfff" for letter in given):
        raise _Fault(part, "Leave out the character that is no text (NUL or half a surrogate).")
    return given


def _truth(given: object) -> bool:
    known = {"true": True, "false": False, "none": False}
    if (name := str(given).lower()) not in known:
        raise _Fault("not", "Give true or false.")
    return known[name]


def _order(given: object) -> int:
    text = str(given)
    if given is None:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise _Fault("order", "Give a whole number from 0.")
    return int(text)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def as_json(conditions: Sequence[Condition]) -> list[dict[str, object]]:
    """Write conditions as the v2 API does; a key only where there is one."""
    return [
        {"field": one.field}
        | ({"key": one.key} if one.key else {})
        | {
            "not": one.negated,
            "operation": one.operation,
            "expectedValue": one.expected,
            "order": one.order,
        }
        for one in conditions
    ]
