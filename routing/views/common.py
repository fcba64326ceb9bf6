"""What the pages of a team's rules have in common."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from accounts.http import Request
from routing import hits, samples
from routing.forms.trying import TryForm
from routing.models import RoutingRule, RuleBook
from routing.reading import rule_rows, rules_of
from teams.models import Team
from teams.views.common import team_context, team_or_404

TAB = "routing:rules"
PAGE = "routing/rules.html"
LIST = "rule-list"


def rule_or_404(request: Request, team_id: UUID, rule_id: UUID) -> RoutingRule:
    """Return a rule of a team that the actor may see."""
    team = team_or_404(request, team_id)
    rules = team.routing_rules.with_targets()
    rule = rules.filter(pk=rule_id).first()
    if rule is None:
        raise Http404
    rule.team = team
    return rule


def rules_context(request: Request, team: Team, **more: Any) -> dict[str, Any]:
    """What the list of rules shows."""
    rules = rules_of(team)
    now = timezone.now()
    return (
        team_context(
            request,
            team,
            TAB,
            rows=rule_rows(rules, now),
            movable_count=len([rule for rule in rules if not rule.is_default]),
            book=RuleBook.objects.filter(pk=team.pk).first(),
            counts_hits=hits.are_counted(),
            form=TryForm.fresh(team, request.actor, now),
            samples_are_there=samples.are_there(),
        )
        | more
    )
