"""The page of one alert: what happened to it, and why it went where it went."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import Request
from accounts.views.dialogs import show_or_send
from alerts.actions.content import add_note
from alerts.forms.changes import NoteForm
from alerts.models import Alert
from alerts.states import priority_tone, state_of, teams_of
from alerts.timeline import timeline_of
from alerts.views.common import alert_context, alert_or_404
from alerts.why import why, why_no_route
from common.forms import carry_out
from common.pages import done, go, invalid, page
from common.policy import signed_in
from routing.models import RoutingRule
from teams.models import Team

PAGE = "alerts/alert.html"


@signed_in
@require_safe
def alert(request: Request, alert_id: UUID) -> HttpResponse:
    """Show an alert; htmx, which asks every ten seconds, gets what may have changed."""
    found = alert_or_404(request, alert_id)
    if request.htmx and request.GET.get("seen") == stamp(found):
        return HttpResponse(status=204)
    return page(request, PAGE, page_context(request, found), part="alert-live")


@signed_in
@show_or_send
def alert_note(request: Request, alert_id: UUID) -> HttpResponse:
    """Add a note to an alert."""
    found = alert_or_404(request, alert_id)
    if request.method != "POST":
        return go(request, found.get_absolute_url())
    form = NoteForm(request.POST)
    carry_out(form, lambda: add_note(found, form.cleaned_data["note"], by=request.actor))
    if not form.is_valid():
        return invalid(request, PAGE, page_context(request, found, form=form))
    return done(request, "Note added.", found)


def page_context(request: Request, found: Alert, **more: Any) -> dict[str, Any]:
    """What the page of an alert shows."""
    now = timezone.now()
    before = request.GET.get("before", "")
    told = timeline_of(found, before=int(before) if before.isdecimal() and len(before) < 18 else 0)
    reasons = why(found, rules_of(found))
    visible = Team.objects.visible_to(request.actor).filter(pk__in=[one.team_id for one in reasons])
    return (
        alert_context(
            request,
            found,
            state=state_of(found, now),
            tone=priority_tone(found.priority),
            teams=teams_of(found),
            timeline=told,
            seen=stamp(found),
            zone=timezone.get_current_timezone_name(),
            reasons=reasons,
            no_reason="" if reasons else why_no_route(found),
            open_teams=set(visible.values_list("pk", flat=True)),
            is_mine=request.actor.user is not None and found.owner_id == request.actor.user.pk,
            form=NoteForm(),
        )
        | more
    )


def stamp(found: Alert) -> str:
    """What differs once anything has happened to an alert. One query."""
    last = found.log.order_by("-pk").values_list("pk", flat=True).first()
    return f"{found.updated_at.timestamp():.6f}-{last or 0}"


def rules_of(found: Alert) -> dict[UUID, int]:
    """How many rules each team of an alert has now. One query."""
    rules = RoutingRule.objects.movable().filter(team__in=found.team_ids)
    return dict(rules.order_by().values_list("team").annotate(Count("pk")))
