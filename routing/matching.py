"""Rules and the engine: the first rule that matches an alert wins. Pure.

A few rules are asked one after the other; of many, an index first finds the few that may match.
Either way a rule's own tests have the last word, and explanations are made of the same tests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from oncall.restrictions import Restriction, check_in_words, is_open
from routing.closures import Test, test_of
from routing.conditions import Condition
from routing.facts import Facts
from routing.values import seen
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

EVERY_ALERT, ANY_CONDITION = "match-all", "match-any-condition"
ALL_CONDITIONS = "match-all-conditions"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the engine knows it; the zone (an IANA name) is the restriction's."""

    id: UUID
    name: str
    match_type: str = EVERY_ALERT
    conditions: tuple[Condition, ...] = ()
    restriction: Restriction | None = None
    zone: str = "UTC"
    is_enabled: bool = True

    @property
    def asked(self) -> tuple[Condition, ...]:
        """The conditions that count: those of a rule for every alert don't."""
        return () if self.match_type == EVERY_ALERT else self.conditions


class CompiledRule:
    """A rule with its tests; `accepts` says whether its conditions hold, whatever the time."""

    __slots__ = ("accepts", "rule", "tests", "zone")

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.zone = ZoneInfo(rule.zone or "UTC")
        self.tests = [test_of(condition) for condition in rule.asked]
        self.accepts = _joined(self.tests, is_any=rule.match_type == ANY_CONDITION)

    def is_open(self, at: datetime) -> bool:
        """Whether a moment (aware) is inside the rule's windows."""
        return is_open(self.rule.restriction, at, self.zone)

    def reasons(self, facts: Facts, *, whole: bool) -> tuple[ConditionVerdict, ...]:
        """What each condition says; unless the whole is asked for, those that decide."""
        said = tuple(
            ConditionVerdict(asked, seen(facts, asked.field, asked.key), test(facts))
            for asked, test in zip(self.rule.asked, self.tests, strict=True)
        )
        is_any = self.rule.match_type == ANY_CONDITION
        decided = next((one for one in said if one.held == is_any), None)
        return said if whole or decided is None else (decided,)


def _joined(tests: Sequence[Test], *, is_any: bool) -> Test:
    """One test of several: any or all of them must hold."""
    if len(tests) == 1:
        return tests[0]

    def accepts(facts: Facts) -> bool:
        for test in tests:
            if test(facts) is is_any:
                return is_any
        return not is_any

    return accepts


class RuleSet:
    """The rules of a team in their order, compiled. The default rule is not among them."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = [CompiledRule(rule) for rule in rules]
        self._has_windows = any(rule.restriction for rule in rules)
        self._working = (-1, self._working_at(None))

    def first(self, facts: Facts, at: datetime) -> int | None:
        """The place, from 0, of the rule that wins at a moment (aware); None for the default."""
        for index, accepts in self._working_rules(at):
            if accepts(facts):
                return index
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
        for index, compiled in enumerate(self.rules):
            if has_winner and not to_the_end:
                verdicts.append(Verdict(index, compiled.rule.name, NOT_CHECKED))
                continue
            verdict = _verdict(index, compiled, facts, at, has_winner, to_the_end)
            has_winner |= verdict.result == WON
            verdicts.append(verdict)
        return tuple(verdicts)

    def _working_rules(self, at: datetime) -> list[tuple[int, Callable[[Facts], bool]]]:
        """The rules that are enabled and inside their windows, looked up once a minute."""
        if not self._has_windows:
            return self._working[1]
        minute = int(at.timestamp()) // 60
        if self._working[0] != minute:
            self._working = minute, self._working_at(at)
        return self._working[1]

    def _working_at(self, at: datetime | None) -> list[tuple[int, Callable[[Facts], bool]]]:
        return [
            (index, compiled.accepts)
            for index, compiled in enumerate(self.rules)
            if compiled.rule.is_enabled and (at is None or compiled.is_open(at))
        ]


def compile_rules(rules: Sequence[Rule]) -> RuleSet:
    """Compile rules whose conditions and restrictions were read and found good."""
    return RuleSet(rules)


def _verdict(
    index: int, compiled: CompiledRule, facts: Facts, at: datetime, has_winner: bool, whole: bool
) -> Verdict:
    rule = compiled.rule
    if not rule.is_enabled:
        return Verdict(index, rule.name, DISABLED)
    time = check_in_words(rule.restriction, at, compiled.zone) if rule.restriction else ""
    if not compiled.is_open(at):
        reasons = compiled.reasons(facts, whole=True) if whole else ()
        return Verdict(index, rule.name, OUTSIDE, reasons, time)
    accepted = compiled.accepts(facts)
    matched = WOULD_MATCH if has_winner else WON
    reasons = compiled.reasons(facts, whole=whole)
    return Verdict(index, rule.name, matched if accepted else NO_MATCH, reasons, time)
