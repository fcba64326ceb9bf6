"""A routing rule as the engine knows it, and compiled: with the tests it is decided by. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from oncall.restrictions import Restriction, check_in_words, is_open
from routing.closures import Test, test_of
from routing.conditions import Condition
from routing.facts import Facts
from routing.values import seen_by
from routing.verdicts import ConditionVerdict

EVERY_ALERT, ANY_CONDITION = "match-all", "match-any-condition"
ALL_CONDITIONS = "match-all-conditions"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it is stored; the zone (an IANA name) is the restriction's."""

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

    @property
    def is_any(self) -> bool:
        """Whether one condition that holds is enough."""
        return self.match_type == ANY_CONDITION


class CompiledRule:
    """A rule with its tests; `accepts` says whether its conditions hold, whatever the time."""

    __slots__ = ("_asked", "_is_any", "accepts", "rule", "zone")

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.zone = ZoneInfo(rule.zone or "UTC")
        self._is_any = rule.is_any
        self._asked = [(one, test_of(one), seen_by(one)) for one in rule.asked]
        self.accepts = _joined([test for _, test, _ in self._asked], is_any=rule.is_any)

    def is_open(self, at: datetime) -> bool:
        """Whether a moment (aware) is inside the rule's windows."""
        return is_open(self.rule.restriction, at, self.zone)

    def time_in_words(self, at: datetime) -> str:
        """How a moment lies to the rule's windows: "Thu 22:14 is inside …"; "" without any."""
        windows = self.rule.restriction
        return check_in_words(windows, at, self.zone) if windows else ""

    def weigh(self, facts: Facts, *, whole: bool) -> tuple[bool, tuple[ConditionVerdict, ...]]:
        """Whether the conditions hold, and why: what each says, or only what decides.

        One condition that fails decides against all, one that holds decides for any.
        """
        is_any, said = self._is_any, []
        accepted = not is_any
        for asked, test, look in self._asked:
            held = test(facts)
            said.append(ConditionVerdict(asked, look(facts), held))
            if held is is_any:
                accepted = is_any
                if not whole:
                    return accepted, (said[-1],)
        return accepted, tuple(said)


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
