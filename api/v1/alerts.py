"""Alerts: created, found, deleted. Contract: opsgenie-v1.md §6."""

from typing import Annotated, Any

from django.db import transaction
from django.utils import timezone
from pydantic import Field

from alerts import log
from alerts.actions.removal import delete_alert as delete
from alerts.intake import take_in
from alerts.limits import Named, NewAlert, as_text
from api.alerts import alerts_named
from api.v1.alert_answers import WHOLE, Acted, Created, WholeAlert, took, whole
from api.v1.alert_asking import (
    ALERTS,
    Acting,
    Loose,
    LooseTexts,
    OneAlert,
    alert_of,
    meant,
    no_alert,
)
from api.v1.alert_recipients import recipients
from api.v1.asking import Asked
from api.v1.calls import call
from api.wire import ApiRequest

LIST = "A list, or a text with commas."


class CreatedAlert(Asked):
    """An alert to create. What is too long is cut, whoever is unknown is left out."""

    message: Annotated[Loose, Field(examples=["appserver1 down"])]
    teams: LooseTexts = Field([], examples=[["operations"]], description=LIST)
    recipients: LooseTexts = Field([], description=LIST)
    alias: Loose = ""
    description: Loose = ""
    entity: Loose = ""
    source: Loose = ""
    actions: LooseTexts = Field([], examples=[["restart"]], description=LIST)
    tags: LooseTexts = Field([], description=LIST)
    details: dict[str, Any] = {}
    user: Loose = Field("", description="Who sends it, for the alert's log.")
    note: Loose = Field("", description="A note for the alert's log.")


@call("POST", "alert", section=ALERTS, configures=False)
def create_alert(request: ApiRequest, asked: CreatedAlert) -> Created:
    """Create an alert.

    While an alert of the same alias is open, that one is counted up instead. A recipient is a
    user, schedule, escalation, team or group, by name; names that nobody has stand in the alert's
    log. The alerts of a team's key go to its team, whomever they name.
    """
    taken = take_in(
        _new_alert(request, asked),
        by=log.speaking_for(request.actor, asked.user),
        now=timezone.now(),
        request_id=request.request_id,
    )
    return Created(alert_id=taken.alert_id, took=took(request))


@call("GET", "alert", section=ALERTS, when=("id", "alias", "tinyId"), configures=False)
def get_alert(request: ApiRequest, asked: OneAlert) -> WholeAlert:
    """Get an alert.

    Of one alias it is the open alert, else the latest.
    """
    row = alerts_named(*meant(asked), by=request.actor).values(*WHOLE).first()
    if row is None:
        raise no_alert(asked)
    return whole(row, request)


@call("DELETE", "alert", section=ALERTS, configures=False)
@transaction.atomic
def delete_alert(request: ApiRequest, asked: Acting) -> Acted:
    """Delete an alert.

    Its log goes with it; the account's log keeps that it was there.
    """
    by = log.speaking_for(request.actor, asked.user)
    delete(alert_of(asked, by=by), by=by)
    return Acted(took=took(request))


def _new_alert(request: ApiRequest, asked: CreatedAlert) -> NewAlert:
    teams = [Named("team", name=name) for name in asked.teams]
    return NewAlert(
        message=asked.message,
        alias=asked.alias,
        description=asked.description,
        entity=asked.entity,
        source=asked.source,
        note=asked.note,
        tags=tuple(asked.tags),
        actions=tuple(asked.actions),
        details={key: as_text(value) for key, value in asked.details.items()},
        responders=(*teams, *recipients(asked.recipients, by=request.actor)),
    )
