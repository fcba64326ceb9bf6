"""A team's rules as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from oncall import restrictions
from routing import hits
from routing.engine import rule_of
from routing.health import Complaint, complaints_about
from routing.hits import Hits
from routing.models import RoutingRule
from routing.sentences import Part, rule_in_words
from teams.models import Team

ICONS = {"escalation": "stairs-up", "schedule": "calendar-user", "none": "bell-off"}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as a row: `number` counts from 1 and is 0 for the default rule."""

    rule: RoutingRule
    number: int
    sentence: list[Part]
    window: str
    hits: Hits | None
    complaints: list[Complaint] = field(default_factory=list)

    @property
    def target(self) -> str:
        """The name of what is notified."""
        return str(self.rule.schedule or self.rule.escalation or "Nobody")

    @property
    def icon(self) -> str:
        """The icon of what is notified."""
        return ICONS[self.rule.kind]

    @property
    def address(self) -> str:
        """Where the rule is edited."""
        return reverse("routing:rule_edit", args=[self.rule.team_id, self.rule.pk])


def rules_of(team: Team) -> list[RoutingRule]:
    """A team's rules in their order, the default one last. One query."""
    rules = list(team.routing_rules.select_related("schedule", "escalation").in_order())
    for rule in rules:
        rule.team = team
    return rules


def rule_rows(rules: Sequence[RoutingRule], now: datetime) -> list[RuleRow]:
    """The rows of a team's rules, with hits and health. A constant number of queries."""
    counted: dict[UUID, Hits] = {}
    if hits.are_counted():
        counted = hits.hits_of([rule.pk for rule in rules], now)
    complaints = complaints_about(rules, now)
    return [
        RuleRow(
            rule=rule,
            number=0 if rule.is_default else place,
            sentence=rule_in_words(rule_of(rule)),
            window=window_of(rule),
            hits=counted.get(rule.pk),
            complaints=complaints.get(rule.pk, []),
        )
        for place, rule in enumerate(rules, 1)
    ]


def window_of(rule: RoutingRule) -> str:
    """When a rule works, in words; "" for always."""
    restriction = restrictions.read(rule.time_restriction)
    return restrictions.in_words(restriction) if restriction else ""
