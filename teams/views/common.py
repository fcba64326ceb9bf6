"""What the pages of one team have in common."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.http import Request
from accounts.permissions import can_manage_account
from teams.models import Membership, Team
from teams.permissions import can_manage_team
from teams.tabs import tabs_of


def team_or_404(request: Request, team_id: UUID) -> Team:
    """Return a team that the actor may see. A stranger gets 404."""
    teams = Team.objects.visible_to(request.actor).defer("search_words")
    return get_object_or_404(teams, pk=team_id)


def membership_or_404(team: Team, membership_id: UUID) -> Membership:
    """Return a membership of that very team."""
    return get_object_or_404(team.memberships.select_related("user"), pk=membership_id)


def team_context(request: Request, team: Team, tab: str, **more: Any) -> dict[str, Any]:
    """The context that every page of a team has; `tab` is the URL name of its tab."""
    manages = can_manage_team(request.actor, team)
    return {
        "nav": "teams",
        "team": team,
        "tabs": tabs_of(team, tab, manages=manages),
        "can_manage": manages,
        "can_delete": can_manage_account(request.actor),
        "sees_people": request.actor.runs_the_account,
    } | more
