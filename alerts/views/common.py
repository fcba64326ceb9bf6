"""What the pages of one alert have in common."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.actors import Actor
from accounts.http import Request
from alerts.models import Alert
from alerts.permissions import can_act, can_delete_alert
from common.pages import done

# What a template may ask of `can`: a word for each right.
RIGHTS = {
    "acknowledge": "alert-acknowledge",
    "unacknowledge": "alert-unacknowledge",
    "close": "alert-close",
    "snooze": "alert-snooze",
    "assign": "alert-assign-ownership",
    "own": "alert-take-ownership",
    "escalate": "alert-escalate",
    "add_responder": "alert-add-responder",
    "add_note": "alert-add-note",
    "edit": "alert-update-message",
}


def alert_or_404(request: Request, alert_id: UUID) -> Alert:
    """Return an alert that the actor may see. A stranger gets 404."""
    alerts = Alert.objects.visible_to(request.actor).defer("search_words")
    return get_object_or_404(alerts.select_related("owner", "api_key"), pk=alert_id)


def allowed(by: Actor, alert: Alert) -> dict[str, bool]:
    """What the actor may do with the alert, in the words of RIGHTS."""
    may = {word: can_act(by, alert, right) for word, right in RIGHTS.items()}
    return may | {"delete": can_delete_alert(by, alert)}


def alert_context(request: Request, alert: Alert, **more: Any) -> dict[str, Any]:
    """The context that every page of an alert has."""
    return {"nav": "alerts", "alert": alert, "can": allowed(request.actor, alert)} | more


def back(request: Request, alert: Alert, message: str) -> HttpResponse:
    """Say that it is done and go back to where the button stood: the list, or the alert."""
    to = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(to, allowed_hosts=None):
        to = reverse("alerts:alert", args=[alert.pk])
    return done(request, message, to)
