"""The page of one alert: what happened to it, and why it went where it went."""

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

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
from alerts.views.common import alert_context, alert_or_404, teams_of_reader
from alerts.why import why, why_no_route
from common.forms import carry_out
from common.pages import done, go, invalid, page
from common.policy import signed_in
from oncall.moments import moment_words

PAGE = "alerts/alert.html"
A_DAY = timedelta(days=1)
CHANGED = "alertChanged"  # the page reads itself anew when it hears this


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
        context = page_context(request, found, form=form)
        return invalid(request, PAGE, context, part="note-form")
    if not request.htmx:
        return done(request, "Note added.", found)
    context = alert_context(request, found, form=NoteForm())
    answer = page(request, PAGE, context, part="note-form")
    answer["HX-Trigger"] = CHANGED
    return answer


def page_context(request: Request, found: Alert, **more: Any) -> dict[str, Any]:
    """What the page of an alert shows."""
    before = request.GET.get("before", "")
    seen, managed = teams_of_reader(request.actor, found.team_ids)
    reasons = why(found, seen, managed)
    zone = ZoneInfo(timezone.get_current_timezone_name())
    context = alert_context(
        request,
        found,
        opened=moment_words(found.created_at, zone),
        is_young=timezone.now() - found.created_at < A_DAY,
        details=list(found.details.items()),
        state=state_of(found, timezone.now()),
        tone=priority_tone(found.priority),
        teams=teams_of(found),
        timeline=timeline_of(found, reasons, before=int(before) if is_key(before) else 0),
        seen=stamp(found),
        reasons=reasons,
        no_reason="" if reasons else why_no_route(found),
        is_mine=found.owner is not None and request.actor.is_person(found.owner),
        form=NoteForm(),
    )
    return context | more


def stamp(found: Alert) -> str:
    """What differs once anything has happened to an alert. One query."""
    last = found.log.order_by("-pk").values_list("pk", flat=True).first()
    return f"{found.updated_at.timestamp():.6f}-{last or 0}"


def is_key(text: str) -> bool:
    """Whether a text can be the number of a log entry."""
    return text.isascii() and text.isdecimal() and len(text) < 18
