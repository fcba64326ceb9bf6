"""More people for an alert: teams, recipients, escalations. Contract: opsgenie-v1.md §6."""

from uuid import UUID

from pydantic import Field

from accounts.actors import Actor
from alerts.actions import reaching
from alerts.limits import Named
from alerts.reach import reaches_all
from api.v1.alert_answers import Acted
from api.v1.alert_asking import ALERTS, Changing
from api.v1.alert_changing import carry_out
from api.v1.alert_recipients import UNKNOWN, recipients
from api.v1.asking import Text, Words
from api.v1.calls import call
from api.v1.errors import invalid, missing, not_found
from api.v1.finding import called, find_team, the_one
from api.wire import ApiRequest
from oncall.models import Escalation


class ForTeam(Changing):
    """Which team shall be told, too."""

    team: Words = Field(examples=["operations"])


class ForRecipient(Changing):
    """Who shall be told, too: a user, schedule, escalation, team or group, by name."""

    recipient: Words = Field(examples=["john.smith@acme.example"])


class Escalated(Changing):
    """The escalation to start, by id or name."""

    escalation_id: Text | None = None
    escalation_name: Text | None = Field(None, examples=["operations_escalation"])


@call("POST", "alert/team", section=ALERTS, configures=False)
def add_team(request: ApiRequest, asked: ForTeam) -> Acted:
    """Add a team to an alert."""
    team = Named("team", id=str(find_team(None, asked.team, by=request.actor).pk))
    return carry_out(request, asked, lambda alert, by: reaching.add_responder(alert, team, by=by))


@call("POST", "alert/recipient", section=ALERTS, configures=False)
def add_recipient(request: ApiRequest, asked: ForRecipient) -> Acted:
    """Add a recipient to an alert: of a group, all who are in it. It takes 50 at most."""
    by = request.actor
    people = recipients([asked.recipient], by=by)
    if not people:
        raise invalid("recipient", "This group has nobody in it.")
    known = all(one.kind != UNKNOWN for one in people)
    if not known or not reaches_all(by, [(one.kind, UUID(one.id)) for one in people]):
        raise not_found("Recipient", asked.recipient)
    return carry_out(
        request, asked, lambda alert, by: reaching.add_responders(alert, people, by=by)
    )


@call("POST", "alert/escalateToNext", section=ALERTS, configures=False)
def escalate_alert(request: ApiRequest, asked: Escalated) -> Acted:
    """Start an escalation for an alert.

    It begins with its first step, whoever was told before.
    """
    found = _escalation_of(asked, request.actor)
    return carry_out(request, asked, lambda alert, by: reaching.escalate(alert, found, by=by))


def _escalation_of(asked: Escalated, by: Actor) -> Escalation:
    id, name = asked.escalation_id, asked.escalation_name
    if not (id or name):
        raise missing("escalationId", "escalationName")
    found = called(Escalation.objects.visible_to(by), id, name)
    return the_one("Escalation", found, id or name)
