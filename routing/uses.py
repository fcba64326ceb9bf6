"""The rules that name a schedule or an escalation: what is in the way of deleting it."""

from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from oncall.uses import Going, Use
from routing.models import RoutingRule


def rules_naming(going: Going) -> list[Use]:
    """The rules of teams that stay and notify what would be deleted. One query."""
    if not going.schedules and not going.escalations:
        return []
    rules = RoutingRule.objects.filter(
        Q(schedule__in=going.schedules) | Q(escalation__in=going.escalations)
    )
    rules = rules.exclude(team__in=going.teams).select_related("team").defer("team__search_words")
    return [
        Use(
            f"routing rule {rule.name} of {rule.team.name}",
            reverse("routing:rules", args=[rule.team_id]),
        )
        for rule in rules.order_by(Lower("team__name"), "position")
    ]
