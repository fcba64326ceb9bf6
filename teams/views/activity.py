"""The activity log of one team, for its members and whoever runs the account."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.forms.log import LogForm
from accounts.http import Request
from accounts.models import AuditEntry, User
from accounts.views.log import addresses, log_file, log_page
from accounts.views.options import people_options
from common.policy import signed_in
from teams.models import Team
from teams.views.common import team_context, team_or_404

LOG = "teams:team_activity"


@signed_in
@require_safe
def team_activity(request: Request, team_id: UUID) -> HttpResponse:
    """Show what happened to a team, newest first."""
    team = team_or_404(request, team_id)
    form = LogForm(request.GET, people=people_named(request, team))
    entries = AuditEntry.objects.of_team(team.pk)
    context = team_context(request, team, LOG, addresses=addresses(LOG, team.pk))
    return log_page(request, "teams/team_activity.html", form, entries, context)


@signed_in
@require_safe
def team_activity_export(request: Request, team_id: UUID, kind: str) -> HttpResponseBase:
    """Download what the filters find in a team's log, as CSV or JSON."""
    team = team_or_404(request, team_id)
    form = LogForm(request.GET, people=people_named(request, team))
    return log_file(kind, form, AuditEntry.objects.of_team(team.pk), "team-activity")


@signed_in
@require_safe
def team_activity_people(request: Request, team_id: UUID) -> HttpResponse:
    """Options for the person typed into the filter."""
    return people_options(request, people_named(request, team_or_404(request, team_id)))


def people_named(request: Request, team: Team) -> QuerySet[User]:
    """Whom one may find by name here: a member, the other members; admins, everybody."""
    people: QuerySet[User] = User.objects.all()
    return people if request.actor.runs_the_account else people.filter(memberships__team=team)
