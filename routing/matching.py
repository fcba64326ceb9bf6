"""The engine: the first rule that matches an alert wins. Pure.

A few rules are asked one after the other; of many, an index first finds the few that may match.
Either way a rule's own tests have the last word, and explanations are made of the same tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from routing.bitmap import Bitmap
from routing.conditions import Condition
from routing.facts import Facts
from routing.rules import ALL_CONDITIONS, ANY_CONDITION, EVERY_ALERT, CompiledRule, Rule
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

__all__ = [
    "ALL_CONDITIONS",
    "ANY_CONDITION",
    "EVERY_ALERT",
    "INDEX_FROM",
    "ConditionVerdict",
    "Rule",
    "RuleSet",
    "Verdict",
    "compile_rules",
]

INDEX_FROM = 8  # rules; fewer are asked faster than looked up (measured by `make bench`)


class RuleSet:
    """The rules of a team in their order, compiled. The default rule is not among them."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = [CompiledRule(rule) for rule in rules]
        self._candidates = InTurn(rules) if len(rules) < INDEX_FROM else LookedUp(rules)

    def first(self, facts: Facts, at: datetime) -> int | None:
        """The place, from 0, of the rule that wins at a moment (aware); None for the default."""
        for place in self._candidates.of(facts):
            rule = self.rules[place]
            if rule.accepts(facts) and rule.is_open(at):
                return place
        return None

    def explain(
        self, facts: Facts, at: datetime, *, to_the_end: bool = False
    ) -> tuple[Verdict, ...]:
        """What becomes of each rule, and why.

        After the winner nothing is checked, and only the conditions that decide are told. To the
        end, all rules and all conditions are.
        """
        verdicts: list[Verdict] = []
        has_winner = False
        for place, rule in enumerate(self.rules):
            if has_winner and not to_the_end:
                verdicts.append(Verdict(place, rule.rule.name, NOT_CHECKED))
                continue
            verdict = _verdict(place, rule, facts, at, whole=to_the_end)
            if verdict.result == WON and has_winner:
                verdict.result = WOULD_MATCH
            has_winner |= verdict.result == WON
            verdicts.append(verdict)
        return tuple(verdicts)


def compile_rules(rules: Sequence[Rule]) -> RuleSet:
    """Compile rules whose conditions and restrictions were read and found good."""
    return RuleSet(rules)


def _verdict(place: int, rule: CompiledRule, facts: Facts, at: datetime, *, whole: bool) -> Verdict:
    """What becomes of one rule, as if there were no other."""
    name = rule.rule.name
    if not rule.rule.is_enabled:
        return Verdict(place, name, DISABLED)
    if not rule.is_open(at):
        reasons = rule.weigh(facts, whole=True)[1] if whole else ()
        return Verdict(place, name, OUTSIDE, reasons, rule.time_in_words(at))
    accepted, reasons = rule.weigh(facts, whole=whole)
    return Verdict(place, name, WON if accepted else NO_MATCH, reasons, rule.time_in_words(at))


class InTurn:
    """All rules that are enabled may match."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._places = [place for place, rule in enumerate(rules) if rule.is_enabled]

    def of(self, facts: Facts) -> Iterable[int]:
        """The places of the rules to ask, in order."""
        return self._places


class LookedUp:
    """The rules that an index finds may match."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        rows = [
            (place, row)
            for place, rule in enumerate(rules)
            if rule.is_enabled
            for row in _rows(rule)
        ]
        self._places = [place for place, _ in rows]
        self._bitmap = Bitmap([row for _, row in rows])

    def of(self, facts: Facts) -> Iterable[int]:
        """The places of the rules to ask, in order."""
        rows = self._bitmap.candidates(facts)
        return self._places_of(rows) if rows else ()

    def _places_of(self, rows: int) -> Iterator[int]:
        last = -1
        while rows:
            lowest = rows & -rows
            rows ^= lowest
            if (place := self._places[lowest.bit_length() - 1]) != last:
                yield place
                last = place


def _rows(rule: Rule) -> list[tuple[Condition, ...]]:
    """What is to be looked up: the conditions together, or each alone where one is enough."""
    return [(condition,) for condition in rule.asked] if rule.is_any else [rule.asked]
