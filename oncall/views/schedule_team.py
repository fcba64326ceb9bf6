"""The tab of a team: its schedules and escalations."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import Request
from common.folding import Folded
from common.pages import page
from common.policy import signed_in
from oncall.reading import now_of
from oncall.schedule_rows import schedule_row
from teams.views.common import team_context, team_or_404

SHOWN = 100  # schedules


@signed_in
@require_safe
def team_on_call(request: Request, team_id: UUID) -> HttpResponse:
    """List a team's schedules, with who is on call and who is next, and its escalations."""
    team = team_or_404(request, team_id)
    schedules = team.schedules.order_by(Folded("name"), "pk")[:SHOWN]
    rows = [schedule_row(row) for row in now_of(schedules, timezone.now())]
    context = team_context(request, team, "oncall:team_on_call", rows=rows)
    return page(request, "oncall/team.html", context)
