"""What routing brings to the floors below: the team's tab, what goes with a team, what is named."""

from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.forms.log import KIND_WORDS
from oncall import uses
from oncall.uses import Going, Use
from routing.models import RoutingRule
from teams import tabs
from teams.losses import LOSSES
from teams.tabs import Tab


def register_all() -> None:
    """Make rules known below. Called once, when the app is ready."""
    tab = Tab("Routing rules", "routing:rules", lambda team: team.routing_rules.all())
    labels = {known.label for known in tabs.TABS}
    tabs.register(tab, before="On-call" if "On-call" in labels else "Activity")
    LOSSES.register(
        "routing rule", "routing rules", lambda team: team.routing_rules.movable().count()
    )
    uses.register("routing rule", rules_naming)
    KIND_WORDS["routing"] = "Routing rules"


def rules_naming(going: Going) -> list[Use]:
    """The rules that notify schedules or escalations, but for those that go along. One query."""
    if not going.schedules and not going.escalations:
        return []
    rules = RoutingRule.objects.filter(
        Q(schedule__in=going.schedules) | Q(escalation__in=going.escalations)
    )
    rules = rules.exclude(team__in=going.teams).select_related("team")
    return [
        Use(
            f"routing rule {rule.name} of {rule.team.name}",
            reverse("routing:rule_edit", args=[rule.team_id, rule.pk]),
            rule.team_id,
        )
        for rule in rules.order_by(Lower("team__name"), "position")
    ]
