"""More people for an alert: escalating it, adding responders. And running its own actions."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.actors import Actor
from accounts.permissions import require
from alerts import limits, log, responders, routes
from alerts.actions.changing import CLOSED, NOT_ALLOWED, ask, hold
from alerts.limits import Named
from alerts.models import Alert, Route
from alerts.permissions import can_act
from alerts.reach import must_reach
from alerts.responders import Responder
from oncall.models import Escalation

UNKNOWN = {"responder": "There is no such responder."}
NO_ESCALATION = {"escalation": "There is no such escalation."}
FULL = f"An alert has at most {limits.RESPONDERS} responders."


@transaction.atomic
def escalate(alert: Alert, escalation: Escalation, *, by: Actor) -> None:
    """Start an escalation, from its first step, whoever was told before."""
    ask(by, alert, "alert-escalate")
    must_reach(by, "escalation", escalation.pk, NO_ESCALATION)
    _hold_open(alert)
    log.record(alert, "escalated", by=by, name=escalation.name, escalation_id=str(escalation.pk))
    _tell_more(alert, "escalation", escalation.pk, escalation.name)


@transaction.atomic
def add_responder(alert: Alert, named: Named, *, by: Actor) -> Responder:
    """Add a team, person, schedule or escalation, and tell its people.

    A team's rules decide whom. One that is there already changes nothing. Raises
    ValidationError when nobody is called so whom the actor may reach.
    """
    right = "alert-add-team" if named.kind == "team" else "alert-add-responder"
    # The older right to add a recipient is the same one.
    older = named.kind != "team" and can_act(by, alert, "alert-add-recipient")
    require(older or can_act(by, alert, right), NOT_ALLOWED)
    found = responders.find([named])[0]
    if found is None:
        raise ValidationError(UNKNOWN)
    must_reach(by, found.kind, found.id, UNKNOWN)
    _hold_open(alert)
    if any(one["id"] == str(found.id) for one in alert.responders):
        return found
    if len(alert.responders) >= limits.RESPONDERS:
        raise ValidationError({"responder": FULL})
    _add(alert, found)
    log.record(alert, "responder_added", by=by, kind=found.kind, name=found.name)
    _tell_added(alert, found)
    return found


@transaction.atomic
def run_action(alert: Alert, action: str, *, by: Actor) -> None:
    """Log that one of the alert's own actions was asked for: what it does is up to who listens."""
    ask(by, alert, "alert-custom-action")
    hold(alert)
    if action not in alert.actions:
        raise ValidationError({"action": "This alert has no such action."})
    log.record(alert, "action_run", by=by, action=action)


def _add(alert: Alert, found: Responder) -> None:
    alert.responders = [*alert.responders, found.as_json()]
    if found.kind == "team" and found.id not in alert.team_ids:
        alert.team_ids = [*alert.team_ids, found.id]
    if found.kind == "user" and found.id not in alert.people_ids:
        alert.people_ids = [*alert.people_ids, found.id]
    alert.updated_at = timezone.now()
    alert.save(update_fields=["responders", "team_ids", "people_ids", "updated_at"])


def _tell_added(alert: Alert, found: Responder) -> None:
    """A team's rules decide whom of it to tell; others are told directly."""
    if found.kind != "team":
        _tell_more(alert, found.kind, found.id, found.name)
        return
    for row in routes.of_teams([found], routes.facts_of(alert), timezone.now()):
        route = Route.objects.create(alert=alert, **row)
        if route.target_id:
            _tell_more(alert, route.target_kind, route.target_id, route.target_name)


def _tell_more(alert: Alert, kind: str, target_id: Any, name: str) -> None:
    more = {"alert_id": str(alert.pk), "kind": kind, "target_id": str(target_id), "name": name}
    more["key"] = uuid4().hex
    app.configure_task("alerts.tell_more").defer(**more)


def _hold_open(alert: Alert) -> None:
    hold(alert)
    if not alert.is_open:
        raise ValidationError(CLOSED.format(alert=alert))
