"""More people for an alert: escalating it, adding responders. And running its own actions."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

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
from alerts.reach import must_reach, reaches_all
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
    _tell_more(alert, [("escalation", escalation.pk, escalation.name)])


def add_responder(alert: Alert, named: Named, *, by: Actor) -> Responder:
    """Add one responder, as `add_responders` does."""
    return add_responders(alert, [named], by=by)[0]


@transaction.atomic
def add_responders(alert: Alert, named: Sequence[Named], *, by: Actor) -> list[Responder]:
    """Add teams, people, schedules or escalations, and tell their people.

    A team's rules decide whom. Those that are there already change nothing. All are added, or
    none: raises ValidationError when there are too many, and when nobody is called so whom the
    actor may reach. A constant number of statements, but for the routes of teams.
    """
    for kind in {one.kind for one in named}:
        require(_may_add(by, alert, kind), NOT_ALLOWED)
    found = responders.find(named)
    people = responders.each_once(found)
    if None in found or not reaches_all(by, [(one.kind, one.id) for one in people]):
        raise ValidationError(UNKNOWN)
    _hold_open(alert)
    there = {one["id"] for one in alert.responders}
    new = [one for one in people if str(one.id) not in there]
    if new and len(alert.responders) + len(new) > limits.RESPONDERS:
        raise ValidationError({"responder": FULL})
    if new:
        _add(alert, new)
        log.record_each(
            alert, "responder_added", [{"kind": one.kind, "name": one.name} for one in new], by=by
        )
        _tell_added(alert, new)
    return people


@transaction.atomic
def run_action(alert: Alert, action: str, *, by: Actor) -> None:
    """Log that one of the alert's own actions was asked for: what it does is up to who listens."""
    ask(by, alert, "alert-custom-action")
    hold(alert)
    if action not in alert.actions:
        raise ValidationError({"action": "This alert has no such action."})
    log.record(alert, "action_run", by=by, action=action)


def _may_add(by: Actor, alert: Alert, kind: str) -> bool:
    if kind == "team":
        return can_act(by, alert, "alert-add-team")
    # The older right to add a recipient is the same one.
    rights = ("alert-add-recipient", "alert-add-responder")
    return any(can_act(by, alert, right) for right in rights)


def _add(alert: Alert, new: Sequence[Responder]) -> None:
    alert.responders = [*alert.responders, *(one.as_json() for one in new)]
    alert.team_ids = _joined(alert.team_ids, [one.id for one in new if one.kind == "team"])
    alert.people_ids = _joined(alert.people_ids, [one.id for one in new if one.kind == "user"])
    alert.updated_at = timezone.now()
    alert.save(update_fields=["responders", "team_ids", "people_ids", "updated_at"])


def _joined(ids: Iterable[UUID], more: Iterable[UUID]) -> list[UUID]:
    return list(dict.fromkeys([*ids, *more]))


def _tell_added(alert: Alert, new: Sequence[Responder]) -> None:
    """A team's rules decide whom of it to tell; others are told directly."""
    targets = [(one.kind, one.id, one.name) for one in new if one.kind != "team"]
    teams = [one for one in new if one.kind == "team"]
    for row in routes.of_teams(teams, routes.facts_of(alert), timezone.now()) if teams else ():
        route = Route.objects.create(alert=alert, **row)
        if route.target_id:
            targets.append((route.target_kind, route.target_id, route.target_name))
    _tell_more(alert, targets)


def _tell_more(alert: Alert, targets: Iterable[tuple[str, UUID, str]]) -> None:
    more: list[dict[str, Any]] = [
        {
            "alert_id": str(alert.pk),
            "kind": kind,
            "target_id": str(target_id),
            "name": name,
            "key": uuid4().hex,
        }
        for kind, target_id, name in targets
    ]
    if more:
        app.configure_task("alerts.tell_more").batch_defer(*more)


def _hold_open(alert: Alert) -> None:
    hold(alert)
    if not alert.is_open:
        raise ValidationError(CLOSED.format(alert=alert))
