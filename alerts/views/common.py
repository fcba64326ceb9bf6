"""What the pages of one alert have in common."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.actors import Actor
from accounts.http import Request
from alerts.forms.words import EDITED
from alerts.models import Alert
from alerts.permissions import ADDING, can_act, can_delete_alert
from common.pages import done
from teams.models import Membership, Team

# What a template may ask of `can`: a word for each right.
RIGHTS = {
    "acknowledge": "alert-acknowledge",
    "unacknowledge": "alert-unacknowledge",
    "close": "alert-close",
    "snooze": "alert-snooze",
    "assign": "alert-assign-ownership",
    "own": "alert-take-ownership",
    "escalate": "alert-escalate",
    "add_note": "alert-add-note",
}
# Any of these lets one add somebody, or edit something; what is refused, the dialog says.
ANY_OF = {
    "add_responder": ADDING,
    "edit": tuple(EDITED.values()),
}


def alert_or_404(request: Request, alert_id: UUID) -> Alert:
    """Return an alert that the actor may see. A stranger gets 404."""
    alerts = Alert.objects.visible_to(request.actor).defer("search_words")
    return get_object_or_404(alerts.select_related("owner", "api_key"), pk=alert_id)


def allowed(by: Actor, alert: Alert) -> dict[str, bool]:
    """What the actor may do with the alert, in the words of RIGHTS."""
    may = {word: can_act(by, alert, right) for word, right in RIGHTS.items()}
    for word, rights in ANY_OF.items():
        may[word] = any(can_act(by, alert, right) for right in rights)
    return may | {"delete": can_delete_alert(by, alert)}


def alert_context(request: Request, alert: Alert, **more: Any) -> dict[str, Any]:
    """The context that every page of an alert has."""
    context = {"nav": "alerts", "alert": alert, "can": allowed(request.actor, alert)}
    return context | {"zone": timezone.get_current_timezone_name()} | more


def teams_of_reader(by: Actor, team_ids: Collection[UUID]) -> tuple[set[UUID], set[UUID]]:
    """Of these teams, those that the actor may see, and those they run. Two queries at most."""
    teams = Team.objects.visible_to(by).filter(pk__in=team_ids)
    seen = set(teams.values_list("pk", flat=True)) if team_ids else set()
    if by.runs_the_account or not seen:
        return seen, seen
    own = Membership.objects.filter(user=by.user, role=Membership.Role.ADMIN, team__in=seen)
    return seen, set(own.values_list("team", flat=True))


def back(request: Request, alert: Alert, message: str) -> HttpResponse:
    """Say that it is done and go back to where the button stood: the list, or the alert."""
    to = request.POST.get("next", "")
    if not to.startswith("/") or not url_has_allowed_host_and_scheme(to, allowed_hosts=None):
        to = reverse("alerts:alert", args=[alert.pk])
    return done(request, message, to)
