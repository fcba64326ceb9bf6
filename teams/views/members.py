"""Who is in a team: adding, roles, removing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request
from accounts.permissions import require
from accounts.views.dialogs import show_or_send
from common.forms import carry_out
from common.options import options
from common.pages import done, go, invalid, page
from common.policy import signed_in
from common.text import one_line
from teams import actions
from teams.forms import MemberForm, RoleForm
from teams.models import Team
from teams.permissions import can_manage_team
from teams.reading import MEMBER_SORTS, member_page, people_to_add, suggestions
from teams.views.common import membership_or_404, team_context, team_or_404

PAGE, TAB = "teams/team_members.html", "teams:team_members"


@signed_in
@require_safe
def team_members(request: Request, team_id: UUID) -> HttpResponse:
    """List the members of a team."""
    team = team_or_404(request, team_id)
    return page(request, PAGE, members_context(request, team), part="member-list")


@signed_in
@show_or_send
def member_add(request: Request, team_id: UUID) -> HttpResponse:
    """Put a person into a team; with htmx the form comes back empty, for the next one."""
    team = team_or_404(request, team_id)
    require(can_manage_team(request.actor, team))
    if request.method != "POST":
        return go(request, f"{team.get_absolute_url()}members/")
    form = MemberForm(request.POST, people=people_to_add(request.actor))
    added = carry_out(form, lambda: _add(request, team, form))
    if added is None:
        context = members_context(request, team, form=form)
        return invalid(request, PAGE, context, part="member-form")
    if not request.htmx:
        return done(request, added, TAB, team.pk)
    messages.success(request, added)
    context = members_context(request, team, has_changed=True)
    response = page(request, PAGE, context, part="member-form")
    response["HX-Trigger"] = "membersChanged"
    return response


def _add(request: Request, team: Team, form: MemberForm) -> str:
    person, role = form.cleaned_data["user"], form.cleaned_data["role"]
    actions.add_member(team, person, role=role, by=request.actor)
    return f"{person.full_name} added to {team.name}."


@signed_in
@require_safe
def member_suggestions(request: Request, team_id: UUID) -> HttpResponse:
    """Options for what was typed, for whoever may add members."""
    team = team_or_404(request, team_id)
    require(can_manage_team(request.actor, team))
    typed = one_line(request.GET.get("user", ""), 100)
    found = suggestions(team, typed)
    people = [(person.username, person.full_name, person.username) for person in found]
    return options(request, people, typed=typed if len(typed) > 1 else "")


@signed_in
@require_POST
def member_role(request: Request, team_id: UUID, membership_id: UUID) -> HttpResponse:
    """Give a member another role; with htmx only their switch comes back."""
    team = team_or_404(request, team_id)
    member = membership_or_404(team, membership_id)
    require(can_manage_team(request.actor, team))
    # The switch sends "admin" after a hidden "user": the last one counts.
    form = RoleForm({"role": (request.POST.getlist("role") or [""])[-1]})
    carry_out(
        form,
        lambda: actions.change_member_role(
            member, role=form.cleaned_data["role"], by=request.actor
        ),
    )
    if not form.is_valid():
        context = members_context(request, team, problems=form.errors["role"], row=member)
        return invalid(request, PAGE, context, part="member-role")
    message = f"{member.user.full_name}: {member.get_role_display()} in {team.name}."
    if not request.htmx or not can_manage_team(request.actor, team):
        return done(request, message, TAB, team.pk)
    messages.success(request, message)
    context = team_context(request, team, TAB, row=member, has_changed=True)
    return page(request, PAGE, context, part="member-role")


@signed_in
@show_or_send
def member_remove(request: Request, team_id: UUID, membership_id: UUID) -> HttpResponse:
    """Ask, and take a member out of the team."""
    team = team_or_404(request, team_id)
    membership = membership_or_404(team, membership_id)
    require(can_manage_team(request.actor, team))
    if request.method != "POST":
        is_self = request.actor.is_person(membership.user)
        context = team_context(request, team, TAB, membership=membership, is_self=is_self)
        return page(request, "teams/member_remove.html", context, part="dialog")
    actions.remove_member(membership, by=request.actor)
    message = f"{membership.user.full_name} removed from {team.name}."
    if Team.objects.visible_to(request.actor).filter(pk=team.pk).exists():
        return done(request, message, TAB, team.pk)
    return done(request, message, "teams:teams")


def members_context(request: Request, team: Team, **more: Any) -> dict[str, Any]:
    """What the page of members shows, for the search, order and place in its address."""
    text = one_line(request.GET.get("q", ""), 100)
    asked = request.GET.get("sort", "name")
    sort, cursor = asked if asked in MEMBER_SORTS else "name", request.GET.get("cursor", "")
    context = team_context(request, team, TAB, text=text, sort=sort)
    context["page"] = member_page(team, text=text, sort=sort, cursor=cursor)
    context["form"] = MemberForm(people=people_to_add(request.actor))
    return context | {"me": request.actor.user} | more
