"""An index over many rules: which of them may match an alert, all found at once. Pure.

Each rule to be found has a row, and up to three of its conditions have a slot in it. All slots of
all rows are the bits of one large number, slot after slot:

    bit of a condition = slot * rows + row

A look-up ("the source is nagios") gives the bits of all conditions that ask for just that. All
look-ups of an alert are ORed, the bits of conditions with `not` are turned round by one XOR, and an
AND of the slots leaves one bit for each row of which all slots hold. So a thousand rules cost a few
look-ups and a handful of operations on numbers of 400 bytes.

The rows found are candidates: a condition that can't be looked up counts as held, a pattern as soon
as a text is there that it demands. Whoever asks lets the rule's own tests decide; no rule that
matches may be missing, and that is all that is promised.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from operator import attrgetter
from typing import Any

from routing.closures import priority_test
from routing.conditions import COMPARISONS, Condition
from routing.facts import Facts
from routing.operations import FIELDS, OPERATIONS, Kind
from routing.rarity import Rarity
from routing.texts import TextIndex

SLOTS = 3
PRIORITIES = range(1, 6)
TEXTS = {field.attribute for field in FIELDS.values() if field.kind is Kind.TEXT}


class Bitmap:
    """The index. Each row is the conditions that must all hold."""

    def __init__(self, rows: Sequence[Sequence[Condition]]) -> None:
        width = len(rows)
        slots = min(max([1, *map(len, rows)]), SLOTS)
        self._every_row = (1 << width) - 1
        self._shifts = [slot * width for slot in range(1, slots)]  # each slot onto the first
        self._held = 0  # the bits that nothing is looked up for
        self._negated = 0
        self._priorities = dict.fromkeys(PRIORITIES, 0)
        self._fields: dict[str, TextIndex] = {}
        self._properties: dict[str, TextIndex] = {}
        self._values = TextIndex()  # of all extra properties
        self._asks_values = False
        self._keys: dict[str, int] = {}
        rarity = Rarity(rows)
        for row, conditions in enumerate(rows):
            chosen = rarity.rarest(conditions, slots)
            for slot in range(slots):
                bit = 1 << slot * width + row
                if slot >= len(chosen) or not self._enter(chosen[slot], bit, rarity):
                    self._held |= bit
        self._finish()

    def _enter(self, condition: Condition, bit: int, rarity: Rarity) -> bool:
        """Take a condition in. Return whether anything can be looked up for it."""
        operation, expected, kind = condition.operation, condition.expected, condition.kind
        if kind is Kind.NUMBER:
            holds = priority_test(operation, expected)
            for priority in filter(holds, PRIORITIES):
                self._priorities[priority] |= bit
        elif operation == "matches":
            clause = () if condition.negated else rarity.rarest_clause(condition)
            for part in clause:
                self._index(condition).look_for(part, bit)
            return bool(clause)
        elif operation in COMPARISONS or (OPERATIONS[operation].needs_value and not expected):
            return False
        elif kind is Kind.MAP:
            self._enter_map(operation, expected, bit)
        else:
            is_list = kind in (Kind.LIST, Kind.NAMES)
            self._index(condition).add(operation, expected, bit, is_list=is_list)
        if condition.negated:
            self._negated |= bit
        return True

    def _enter_map(self, operation: str, expected: str, bit: int) -> None:
        self._asks_values |= operation != "contains-key"
        if operation in ("contains", "contains-key"):
            self._keys[expected] = self._keys.get(expected, 0) | bit
        if operation in ("contains", "contains-value"):
            self._values.add("equals", expected, bit, is_list=True)
        if operation == "is-empty":
            self._values.add(operation, "", bit, is_list=True)

    def _index(self, condition: Condition) -> TextIndex:
        """The index of the texts that a condition asks."""
        if condition.kind is Kind.PROPERTY:
            return self._properties.setdefault(condition.key, TextIndex())
        return self._fields.setdefault(FIELDS[condition.field].attribute, TextIndex())

    def _finish(self) -> None:
        for index in (*self._fields.values(), *self._properties.values()):
            index.finish()
        # Each field with how its value is looked up.
        self._asked: list[tuple[Callable[[Facts], Any], Callable[[Any], int]]] = [
            (attrgetter(name), index.hits if name in TEXTS else index.hits_of_list)
            for name, index in self._fields.items()
        ]
        if self._asks_values:
            self._asked.append((_values_of, self._values.hits_of_list))
        # A property that an alert has not is an empty text.
        absent = {key: index.hits("") for key, index in self._properties.items()}
        self._absent = {key: bits for key, bits in absent.items() if bits}
        self._asks_keys = bool(self._properties or self._keys)

    def candidates(self, facts: Facts) -> int:
        """The rows that may match, one bit each."""
        bits = self._held | self._priorities.get(facts.priority, 0)
        for value, hits in self._asked:
            bits |= hits(value(facts))
        if self._asks_keys:
            bits |= self._hits_of_keys(facts.details)
        bits ^= self._negated
        found = self._every_row & bits
        for shift in self._shifts:
            found &= bits >> shift
        return found

    def _hits_of_keys(self, details: Mapping[str, str]) -> int:
        bits = 0
        for key, text in details.items():
            bits |= self._keys.get(key, 0)
            if (index := self._properties.get(key)) is not None:
                bits |= index.hits(text)
        for key, absent in self._absent.items():
            if key not in details:
                bits |= absent
        return bits


def _values_of(facts: Facts) -> Collection[str]:
    return facts.details.values()
