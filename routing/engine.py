"""Which way an alert goes: one function, for alerts that come in and for those only tried.

A team's rules are compiled once per version and process. Whoever changes rules raises the
version in the same transaction, so no process can use rules that are out of date.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import F

from oncall import restrictions
from routing.conditions import read_conditions
from routing.facts import Facts
from routing.matching import Rule, RuleSet, Verdict, compile_rules
from routing.models import RoutingRule, RuleBook

MOST_RULES_KEPT = 100_000  # in one process


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a rule notifies: "escalation", "schedule" or "none", its id, its name when compiled."""

    kind: str
    id: UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class Routed:
    """How a team's rules decided about one alert; `number` counts from 1, the default has 0.

    `verdicts` are there when asked for: what each rule said, in order, without the default one.
    """

    team_id: UUID
    rule_id: UUID | None
    rule_name: str
    number: int
    version: int
    target: Target
    verdicts: tuple[Verdict, ...] = ()


NOWHERE = Target("none", None, "")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A team's rules of one version, ready to decide. The default rule is the last of `rules`."""

    team_id: UUID
    version: int
    rules: tuple[tuple[UUID, str], ...]
    targets: tuple[Target, ...]
    rule_set: RuleSet

    def decide(
        self, facts: Facts, at: datetime, *, explain: bool = False, to_the_end: bool = False
    ) -> Routed:
        """Find the rule that takes an alert that comes at a moment (aware)."""
        verdicts: tuple[Verdict, ...] = ()
        if explain:
            verdicts = self.rule_set.explain(facts, at, to_the_end=to_the_end)
            won = next((one.index for one in verdicts if one.result == "won"), None)
        else:
            won = self.rule_set.first(facts, at)
        place = len(self.rules) - 1 if won is None else won
        if place < 0:
            return Routed(self.team_id, None, "", 0, self.version, NOWHERE, verdicts)
        rule_id, name = self.rules[place]
        number = 0 if won is None else won + 1
        target = self.targets[place]
        return Routed(self.team_id, rule_id, name, number, self.version, target, verdicts)


class _Kept:
    """The compiled rules of this process, those used last; bounded by how many rules they hold."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._teams: OrderedDict[UUID, Compiled] = OrderedDict()
        self._size = 0

    def of(self, versions: Mapping[UUID, int]) -> dict[UUID, Compiled]:
        """What was compiled of teams at these very versions."""
        found = {}
        with self._lock:
            for team_id, version in versions.items():
                compiled = self._teams.get(team_id)
                if compiled and compiled.version == version:
                    self._teams.move_to_end(team_id)
                    found[team_id] = compiled
        return found

    def put(self, compiled: Compiled) -> None:
        """Keep a newer version instead of what there was of the team."""
        with self._lock:
            self._drop(self._teams.pop(compiled.team_id, None))
            self._teams[compiled.team_id] = compiled
            self._size += len(compiled.rules)
            while self._size > MOST_RULES_KEPT and len(self._teams) > 1:
                self._drop(self._teams.popitem(last=False)[1])

    def _drop(self, compiled: Compiled | None) -> None:
        self._size -= len(compiled.rules) if compiled else 0


kept = _Kept()
# After a change all threads miss the same rules at once: one compiles them for all.
_compiling = Lock()


def route(
    versions: Mapping[UUID, int],
    facts: Facts,
    at: datetime,
    *,
    explain: bool = False,
    to_the_end: bool = False,
) -> list[Routed]:
    """Say how each team decides about an alert that comes at a moment (aware).

    `versions` are the teams' ids and the versions of their rule books, which the caller has read.
    At most one query, when a team's rules of that version are not compiled here yet. With
    `to_the_end` the explanation goes on after the rule that won.
    """
    engines = engines_of(versions)
    return [
        engines[team_id].decide(facts, at, explain=explain or to_the_end, to_the_end=to_the_end)
        for team_id in versions
    ]


def engines_of(versions: Mapping[UUID, int]) -> dict[UUID, Compiled]:
    """The compiled rules of these teams at these versions, or newer ones. At most one query."""
    engines = kept.of(versions)
    if len(engines) < len(versions):
        with _compiling:
            engines = kept.of(versions)
            missing = list(versions.keys() - engines.keys())
            for compiled in _load(missing) if missing else []:
                kept.put(compiled)
                engines[compiled.team_id] = compiled
    for team_id in versions.keys() - engines.keys():  # deleted meanwhile
        engines[team_id] = Compiled(team_id, versions[team_id], (), (), compile_rules(()))
    return engines


def versions_of(team_ids: Collection[UUID]) -> dict[UUID, int]:
    """The versions of these teams' rule books. One query."""
    books = RuleBook.objects.filter(pk__in=team_ids)
    return dict(books.values_list("pk", "version"))


def _load(team_ids: Sequence[UUID]) -> list[Compiled]:
    """Compile the rules as they are now: one statement reads them together with the version."""
    rows: dict[UUID, list[Any]] = {}
    rules = RoutingRule.objects.filter(team__in=team_ids).select_related("schedule", "escalation")
    for row in rules.in_order().annotate(version=F("team__rule_book__version")):
        rows.setdefault(row.team_id, []).append(row)
    return [compile_rows(team_id, found) for team_id, found in rows.items()]


def compile_rows(team_id: UUID, rows: Sequence[Any], *, version: int | None = None) -> Compiled:
    """Compile a team's rules, the default one last among them."""
    movable = [row for row in rows if not row.is_default]
    ordered = [*movable, *(row for row in rows if row.is_default)]
    return Compiled(
        team_id=team_id,
        version=rows[0].version if version is None else version,
        rules=tuple((row.pk, row.name) for row in ordered),
        targets=tuple(target_of(row) for row in ordered),
        rule_set=compile_rules([rule_of(row) for row in movable]),
    )


def rule_of(row: RoutingRule) -> Rule:
    """A row as the pure engine takes it."""
    return Rule(
        id=row.pk,
        name=row.name,
        match_type=row.match_type,
        conditions=read_conditions(row.conditions),
        restriction=restrictions.read(row.time_restriction),
        zone=row.time_zone or "UTC",
        is_enabled=row.is_enabled,
    )


def target_of(row: RoutingRule) -> Target:
    """Whom a row notifies."""
    target = row.schedule or row.escalation
    return Target(row.kind, target.pk, target.name) if target else NOWHERE
