"""The list of teams; making, changing and deleting one."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.http import Request
from accounts.log_reading import LogRow
from accounts.log_rows import short_row
from accounts.models import AuditEntry
from accounts.permissions import can_delete, can_manage_account, require
from accounts.views.dialogs import show_or_send
from common.folding import Folded
from common.forms import carry_out
from common.options import options
from common.pages import done, invalid, page
from common.paging import exact_counts
from common.policy import runs_the_account, signed_in
from common.text import one_line
from teams import actions
from teams.forms import DeleteForm, TeamForm
from teams.losses import LOSSES
from teams.models import Membership
from teams.permissions import can_manage_team
from teams.reading import TEAM_SORTS, members_of, own_roles, team_page, teams_found
from teams.rows import team_rows
from teams.views.common import team_context, team_or_404

LATEST = 5  # log entries on the overview
ADMINS_SHOWN = 8


@signed_in
@require_safe
def teams(request: Request) -> HttpResponse:
    """List the teams that the actor may see."""
    text = one_line(request.GET.get("q", ""), 100)
    asked = request.GET.get("sort", "name")
    sort, cursor = asked if asked in TEAM_SORTS else "name", request.GET.get("cursor", "")
    shown = team_page(request.actor, text=text, sort=sort, cursor=cursor)
    context = {
        "nav": "teams",
        "page": shown,
        "rows": team_rows(shown.rows, request.actor),
        "sort": sort,
        "text": text,
        "can_create": can_manage_account(request.actor),
        "sees_all": request.actor.runs_the_account,
    }
    return page(request, "teams/teams.html", context, part="team-list")


@signed_in
@require_safe
def team_suggestions(request: Request) -> HttpResponse:
    """Options for the name of a team, among those that the actor may see."""
    text = one_line(request.GET.get("team", ""), 100)
    found = teams_found(request.actor, text).order_by(Folded("name"))[:10] if text else []
    return options(request, [(one.name, one.name, "") for one in found])


@runs_the_account
@show_or_send
def team_new(request: Request) -> HttpResponse:
    """Ask for a name and make a team."""
    if request.method != "POST":
        context = {"nav": "teams", "form": TeamForm()}
        return page(request, "teams/team_form.html", context, part="dialog")
    form = TeamForm(request.POST)
    made = carry_out(form, lambda: actions.create_team(**form.cleaned_data, by=request.actor))
    if made is None:
        context = {"nav": "teams", "form": form}
        return invalid(request, "teams/team_form.html", context, part="dialog")
    return done(request, f"Team {made.name} created.", "teams:team_members", made.pk)


@signed_in
@require_safe
def team(request: Request, team_id: UUID) -> HttpResponse:
    """Show what a team is: description, admins, what happened lately."""
    shown = team_or_404(request, team_id)
    admins = members_of(shown).filter(role=Membership.Role.ADMIN).order_by("joined_at", "pk")
    entries = AuditEntry.objects.of_team(shown.pk).defer("search_words")
    admin_count, key_count = exact_counts(admins, shown.api_keys.in_force())
    context = team_context(
        request,
        shown,
        "teams:team",
        admins=admins[:ADMINS_SHOWN],
        admin_count=admin_count,
        key_count=key_count,
        my_role=own_roles(request.actor, [shown.pk]).get(shown.pk, ""),
        latest=[short_row(LogRow.of(one)) for one in entries.order_by("-at", "-pk")[:LATEST]],
    )
    return page(request, "teams/team.html", context)


@signed_in
@show_or_send
def team_edit(request: Request, team_id: UUID) -> HttpResponse:
    """Change a team's name and description."""
    shown = team_or_404(request, team_id)
    require(can_manage_team(request.actor, shown))
    context = {"nav": "teams", "team": shown, "was": shown.name}
    if request.method != "POST":
        context["form"] = TeamForm(initial={"name": shown.name, "description": shown.description})
        return page(request, "teams/team_form.html", context, part="dialog")
    context["form"] = form = TeamForm(request.POST)
    carry_out(form, lambda: actions.update_team(shown, **form.cleaned_data, by=request.actor))
    if not form.is_valid():
        return invalid(request, "teams/team_form.html", context, part="dialog")
    return done(request, f"Team {shown.name} saved.", "teams:team", shown.pk)


@signed_in
@show_or_send
def team_delete(request: Request, team_id: UUID) -> HttpResponse:
    """Say what goes with a team, ask for its name, delete it."""
    shown = team_or_404(request, team_id)
    require(can_manage_account(request.actor) and can_delete(request.actor))
    form = DeleteForm(request.POST if request.method == "POST" else None, team=shown)
    context = {"nav": "teams", "team": shown, "form": form, "losses": LOSSES.of(shown)}
    if request.method != "POST":
        return page(request, "teams/team_delete.html", context, part="dialog")
    carry_out(form, lambda: actions.delete_team(shown, by=request.actor))
    if not form.is_valid():
        return invalid(request, "teams/team_delete.html", context, part="dialog")
    return done(request, f"Team {shown.name} deleted.", "teams:teams")
