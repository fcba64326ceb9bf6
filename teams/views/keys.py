"""The API keys of one team."""

from typing import Any
from uuid import UUID

from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.forms.keys import TeamKeyForm
from accounts.http import Request
from accounts.permissions import require
from accounts.views.dialogs import sent, show_or_send
from common.forms import carry_out
from common.pages import done, invalid, page
from common.paging import Sort, paginate
from common.policy import signed_in
from teams.keys import create_team_key, revoke_team_key
from teams.models import Team
from teams.permissions import can_manage_team
from teams.views.common import team_context, team_or_404

BY_NAME = Sort("name", Lower("name"))
KEYS, NEW = "teams:team_keys", "teams/team_key_new.html"


@signed_in
@require_safe
def team_keys(request: Request, team_id: UUID) -> HttpResponse:
    """List the keys of a team that work."""
    team = managed_team(request, team_id)
    found = paginate(team.api_keys.in_force(), sort=BY_NAME, cursor=request.GET.get("cursor", ""))
    context = team_context(request, team, KEYS, page=found)
    return page(request, "teams/team_keys.html", context, part="key-list")


@signed_in
@never_cache
@show_or_send
def team_key_new(request: Request, team_id: UUID) -> HttpResponse:
    """Make a key of the team and show it, once, in the answer to this very request."""
    team = managed_team(request, team_id)
    form, by = TeamKeyForm(sent(request)), request.actor
    context: dict[str, Any] = {"nav": "teams", "team": team, "form": form}
    context["made"] = carry_out(
        form,
        lambda: create_team_key(team, name=form.cleaned_data["name"], access=form.access, by=by),
    )
    show = invalid if form.errors else page
    return show(request, NEW, context, part="card")


@signed_in
@show_or_send
def team_key_revoke(request: Request, team_id: UUID, key_id: UUID) -> HttpResponse:
    """Say what stops working, and stop it."""
    team = managed_team(request, team_id)
    key = get_object_or_404(team.api_keys.in_force(), pk=key_id)
    if request.method == "POST":
        revoke_team_key(team, key, by=request.actor)
        return done(request, f"API key {key.name} revoked.", KEYS, team.pk)
    context = {"nav": "teams", "team": team, "key": key}
    return page(request, "teams/team_key_revoke.html", context, part="dialog")


def managed_team(request: Request, team_id: UUID) -> Team:
    """Return a team that the actor manages. A stranger gets 404, a member 403."""
    team = team_or_404(request, team_id)
    require(can_manage_team(request.actor, team))
    return team
