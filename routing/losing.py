"""Where a rule's alerts would go without it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from routing import samples
from routing.engine import Compiled, compile_rows
from routing.facts import Facts
from routing.models import RoutingRule
from routing.reading import rules_of
from teams.models import Team

WEEK, MOST = timedelta(days=7), 500  # alerts looked at


@dataclass(frozen=True, slots=True)
class Without:
    """How many of a week's alerts a rule took, and which rules would take them: "rule 4"."""

    count: int
    heirs: list[str]


def after_deleting(rule: RoutingRule) -> Without | None:
    """Where last week's alerts of a rule would go; None when no alerts are kept here."""
    now = timezone.now()
    if not samples.are_there():
        return None
    rules = rules_of(rule.team)
    with_it = compile_rows(rule.team.pk, rules, version=0)
    without = compile_rows(rule.team.pk, [one for one in rules if one != rule], version=0)
    numbers = {one.pk: place for place, one in enumerate(rules, 1)}
    heirs: dict[str, None] = {}
    count = 0
    for facts, at in last_week(rule.team, now):
        if with_it.decide(facts, at).rule_id == rule.pk:
            count += 1
            heir = without.decide(facts, at)
            known = numbers.get(heir.rule_id) if heir.rule_id else None
            is_default = heir.number == 0
            heirs["the default rule" if is_default else f"rule {known}"] = None
    return Without(count, list(heirs))


def last_week(team: Team, now: datetime) -> list[tuple[Facts, datetime]]:
    """The newest alerts of the last seven days that the team's rules decided about."""
    return samples.since(team, now - WEEK, MOST)


def won_by(compiled: Compiled, rule: RoutingRule, week: list[tuple[Facts, datetime]]) -> int:
    """How many of these alerts a rule takes."""
    return sum(compiled.decide(facts, at).rule_id == rule.pk for facts, at in week)
