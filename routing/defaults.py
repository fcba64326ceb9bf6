"""What every team has from birth: its rule book, and the default rule. Contract: v2 §2."""

from oncall.models import Escalation
from routing.models import RoutingRule, RuleBook
from teams.models import Team

DEFAULT_RULE = "Default Routing Rule"


def make_default_rule(team: Team, escalation: Escalation) -> RoutingRule:
    """Make the rule that takes every alert no other rule took, and notifies this escalation."""
    RuleBook.objects.create(team=team)
    return RoutingRule.objects.create(
        team=team,
        name=DEFAULT_RULE,
        is_default=True,
        kind=RoutingRule.Kind.ESCALATION,
        escalation=escalation,
    )
