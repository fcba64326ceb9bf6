"""The dialogs of one alert: assigning, snoozing, escalating, more people, words, deleting."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpResponse

from accounts.http import Request
from accounts.permissions import require
from accounts.views.dialogs import sent, show_or_send
from alerts.actions.answers import snooze
from alerts.actions.changing import NOT_ALLOWED
from alerts.actions.editing import edit
from alerts.actions.ownership import assign
from alerts.actions.reaching import add_responder, escalate
from alerts.actions.removal import delete_alert
from alerts.forms.changes import AssignForm, EscalateForm, ResponderForm, SnoozeForm
from alerts.forms.words import EDITED, EditForm, as_typed
from alerts.models import Alert
from alerts.permissions import can_act, can_delete_alert
from alerts.views.common import alert_context, alert_or_404, back
from common.forms import carry_out
from common.pages import done, invalid, page
from common.policy import signed_in
from oncall.models import Escalation


@signed_in
@show_or_send
def alert_assign(request: Request, alert_id: UUID) -> HttpResponse:
    """Ask whose the alert shall be, and make them the owner."""
    alert, form = alert_or_404(request, alert_id), AssignForm(sent(request))
    return _dialog(
        request,
        alert,
        "assign",
        form,
        lambda: assign(alert, form.cleaned_data["person"], by=request.actor),
        lambda: f"#{alert.tiny_id} is now {form.cleaned_data['person'].full_name}’s.",
    )


@signed_in
@show_or_send
def alert_snooze(request: Request, alert_id: UUID) -> HttpResponse:
    """Ask how long, and let the alert rest."""
    alert, form = alert_or_404(request, alert_id), SnoozeForm(sent(request))
    return _dialog(
        request,
        alert,
        "snooze",
        form,
        lambda: snooze(alert, until=form.moment, by=request.actor),
        lambda: f"Snoozed #{alert.tiny_id}.",
    )


@signed_in
@show_or_send
def alert_escalate(request: Request, alert_id: UUID) -> HttpResponse:
    """Ask for an escalation, and start it."""
    alert = alert_or_404(request, alert_id)
    known = Escalation.objects.visible_to(request.actor).order_by("name")
    form = EscalateForm(sent(request), escalations=known)
    return _dialog(
        request,
        alert,
        "escalate",
        form,
        lambda: escalate(alert, form.chosen, by=request.actor),
        lambda: f"Escalated #{alert.tiny_id} to {form.chosen.name}.",
    )


@signed_in
@show_or_send
def alert_responder(request: Request, alert_id: UUID) -> HttpResponse:
    """Ask for somebody more, and tell them."""
    alert, form = alert_or_404(request, alert_id), ResponderForm(sent(request))
    return _dialog(
        request,
        alert,
        "responder",
        form,
        lambda: add_responder(alert, form.named, by=request.actor),
        lambda: f"Added {form.named.name} to #{alert.tiny_id}.",
    )


@signed_in
@show_or_send
def alert_edit(request: Request, alert_id: UUID) -> HttpResponse:
    """Change what the alert says."""
    alert = alert_or_404(request, alert_id)
    may = [name for name, right in EDITED.items() if can_act(request.actor, alert, right)]
    require(bool(may), NOT_ALLOWED)
    form = EditForm(sent(request), initial=as_typed(alert), only=may)
    return _dialog(
        request,
        alert,
        "edit",
        form,
        lambda: edit(alert, **form.values_over(alert), by=request.actor),
        lambda: f"Changed #{alert.tiny_id}.",
    )


@signed_in
@show_or_send
def alert_delete(request: Request, alert_id: UUID) -> HttpResponse:
    """Ask, and delete the alert with its log."""
    alert = alert_or_404(request, alert_id)
    require(can_delete_alert(request.actor, alert))
    if request.method != "POST":
        return page(request, "alerts/delete.html", alert_context(request, alert), part="dialog")
    delete_alert(alert, by=request.actor)
    return done(request, f"Deleted #{alert.tiny_id}.", "alerts:alerts")


def _dialog(
    request: Request,
    alert: Alert,
    name: str,
    form: forms.Form,
    action: Callable[[], object],
    words: Callable[[], str],
) -> HttpResponse:
    """Show a form as a dialog; carry it out once it was sent, and say so."""
    carry_out(form, action)
    if form.is_bound and form.is_valid():
        return back(request, alert, words())
    show = invalid if form.is_bound else page
    context = alert_context(request, alert, form=form)
    return show(request, f"alerts/{name}.html", context, part="dialog")
