"""The escalations of a team. Usage: `{% load oncall_escalations %}`."""

from typing import Any

from django import template
from django.utils import timezone

from oncall.escalation_reading import of_team
from teams.models import Team

register = template.Library()


@register.inclusion_tag("oncall/parts/team_escalations.html")
def team_escalations(team: Team, *, can_manage: bool) -> dict[str, Any]:
    """A card with a team's escalations, and whom each would tell first, now."""
    return {"team": team, "rows": of_team(team, timezone.now()), "can_manage": can_manage}
