"""Conditions as people type them. Pure: what is unfinished stays as it was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError

from routing.conditions import MOST_CONDITIONS, read_conditions
from routing.operations import ALLOWED, FIELDS, OPERATIONS, Kind, kind_of

# Names of old scripts: offered only where a rule has them, so that they are kept as they came.
OTHER_NAMES = ("details", "recipients")
FIELD_WORDS = {name: field.words for name, field in FIELDS.items()} | {
    "extra-properties": "extra property",
    "details": "details",
}
OPERATION_WORDS = {name: operation.words for name, operation in OPERATIONS.items()} | {
    "matches": "matches regex",
    "equals-ignore-whitespace": "equals, spaces aside",
}
UNARY = [name for name, operation in OPERATIONS.items() if not operation.needs_value]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a condition: which part, why, and where in a pattern (from 1)."""

    part: str
    words: str
    position: int | None = None

    @property
    def caret(self) -> str:
        """A line that points at the place in the line above it."""
        return " " * ((self.position or 1) - 1) + "^"


@dataclass(frozen=True, slots=True)
class Row:
    """One condition as it is typed, named as the v2 API names things."""

    field: str = "message"
    key: str = ""
    negated: bool = False
    operation: str = "contains"
    expected: str = ""
    order: str = "0"

    @classmethod
    def of(cls, condition: Mapping[str, Any]) -> Row:
        """The row of a condition as it is stored."""
        return cls(
            condition["field"],
            condition.get("key", ""),
            condition.get("not", False),
            condition["operation"],
            condition.get("expectedValue", ""),
            str(condition.get("order", 0)),
        )

    @property
    def kind(self) -> Kind:
        """What the row looks at."""
        return kind_of(self.field if self.field in FIELDS else "message", self.key)

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """The fields to choose from, with their words and what they hold."""
        return [
            (name, words, str(FIELDS[name].kind))
            for name, words in FIELD_WORDS.items()
            if name == self.field or name not in OTHER_NAMES
        ]

    @property
    def operations(self) -> list[tuple[str, str]]:
        """The operations that fit the field, with their words."""
        return [(name, OPERATION_WORDS[name]) for name in ALLOWED[self.kind]]

    @property
    def is_started(self) -> bool:
        """Whether anything was typed that needs a condition."""
        return bool(self.expected) or self.operation in UNARY

    def as_json(self) -> dict[str, Any]:
        """The condition as the v2 API has it, right or wrong."""
        is_map = self.field in FIELDS and FIELDS[self.field].kind is Kind.MAP
        return {
            "field": self.field,
            "key": self.key.strip() if is_map else "",
            "not": self.negated,
            "operation": self.operation,
            "expectedValue": "" if self.operation in UNARY else self.expected,
            "order": self.order,
        }

    def fault(self) -> Fault | None:
        """What is wrong with the row, or None."""
        try:
            read_conditions([self.as_json()])
        except ValidationError as problem:
            params = problem.error_list[0].params or {}
            words = params.get("words", problem.messages[0])
            return Fault(params.get("part", ""), words, params.get("position"))
        return None


@dataclass(frozen=True, slots=True)
class Rows:
    """All conditions of a rule as they are typed."""

    rows: tuple[Row, ...] = (Row(),)

    @classmethod
    def of(cls, conditions: Sequence[Mapping[str, Any]] | None) -> Rows:
        """The rows of stored conditions; without any, an empty one to begin with."""
        return cls(tuple(map(Row.of, conditions or ())) or (Row(),))

    def __iter__(self) -> Any:
        return iter(self.rows)

    @property
    def can_add(self) -> bool:
        """Whether there is room for one condition more."""
        return len(self.rows) < MOST_CONDITIONS

    @property
    def faults(self) -> dict[int, Fault]:
        """What is wrong with which row, counted from 0."""
        found = ((place, row.fault()) for place, row in enumerate(self.rows))
        return {place: fault for place, fault in found if fault}

    def as_json(self) -> list[dict[str, Any]]:
        """The conditions as the v2 API has them, right or wrong."""
        return [row.as_json() for row in self.rows]

    def after(self, edit: str) -> Rows:
        """What there is after a button was pressed: "add", "remove-2" (counted from 1)."""
        act, _, number = edit.partition("-")
        if act == "add" and self.can_add:
            return replace(self, rows=(*self.rows, Row()))
        if act == "remove" and number.isdecimal():
            left = (row for place, row in enumerate(self.rows, 1) if place != int(number))
            return replace(self, rows=tuple(left))
        return self
