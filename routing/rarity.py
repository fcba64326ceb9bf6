"""Which conditions few rules share: those say most about an alert, so they are looked up."""

from collections import Counter
from collections.abc import Sequence

from routing.conditions import Condition
from routing.literals import Clause, clauses_of
from routing.operations import FIELDS, Kind


class Rarity:
    """How many conditions ask for the same: what few share says more about an alert."""

    def __init__(self, rows: Sequence[Sequence[Condition]]) -> None:
        self._clauses: dict[str, list[Clause]] = {}
        self._counts: Counter[tuple[str, ...]] = Counter()
        for condition in (condition for row in rows for condition in row):
            if condition.operation == "matches" and condition.kind is not Kind.NUMBER:
                pattern = condition.expected
                self._clauses.setdefault(pattern, clauses_of(pattern))
                parts = {part for clause in self._clauses[pattern] for part in clause}
                self._counts.update(self._name(condition, "contains", part) for part in parts)
            else:
                self._counts[self._name(condition, condition.operation, condition.expected)] += 1

    @staticmethod
    def _name(condition: Condition, operation: str, expected: str) -> tuple[str, ...]:
        attribute = FIELDS[condition.field].attribute
        return attribute, condition.key, operation, expected.casefold()

    def rarest(self, conditions: Sequence[Condition], number: int) -> Sequence[Condition]:
        """The conditions that are best looked up, so many at most."""
        return (
            conditions if len(conditions) <= number else sorted(conditions, key=self._rank)[:number]
        )

    def _rank(self, condition: Condition) -> tuple[bool, int]:
        if condition.operation == "matches":
            clause = self.rarest_clause(condition)
            return condition.negated or not clause, self._rank_of_clause(condition, clause)
        return condition.negated, self._counts[
            self._name(condition, condition.operation, condition.expected)
        ]

    def rarest_clause(self, condition: Condition) -> Clause:
        """What to look for instead of a pattern; () when there is nothing."""
        clauses = self._clauses.get(condition.expected, [])
        return min(clauses, key=lambda one: self._rank_of_clause(condition, one), default=())

    def _rank_of_clause(self, condition: Condition, clause: Clause) -> int:
        return sum(self._counts[self._name(condition, "contains", part)] for part in clause)
