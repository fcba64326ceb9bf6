"""Escalations: made, changed, deleted, found. Contract: opsgenie-v1.md §6."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from msgspec import UNSET, UnsetType
from pydantic import Field

from api.v1.answers import Answer, Done, Made
from api.v1.asking import Asked, Nothing, OneOf, Text, Words
from api.v1.calls import call
from api.v1.errors import not_found
from api.v1.escalations_asked import SOME_RULES, Interval, Rules, repeating, steps_named
from api.v1.schedules_finding import escalation_of, escalations_meant, team_to_own
from api.wire import ApiRequest
from common.folding import Folded
from oncall.actions import escalations
from oncall.models import Escalation, EscalationRule

ESCALATIONS = "Escalations"
A_NAME = "night_escalation"


class NewEscalation(Asked):
    """An escalation to make."""

    name: Words = Field(examples=[A_NAME])
    rules: Rules = Field(examples=[SOME_RULES])
    description: Text | None = None
    team: Text | None = Field(None, examples=["operations"])
    repeat_interval: Interval | None = None


class ChangedEscalation(Asked):
    """An escalation to change; what is left out stays."""

    id: Words = Field(examples=["ac463592-dbd2-4ca3-a651-48f45f5c8710"])
    name: Words | None = Field(None, examples=["night_escalation_updated"])
    rules: Rules | None = Field(None, examples=[SOME_RULES])
    description: Text | None = None
    team: Text | None = None
    repeat_interval: Interval | None = None


class OneEscalation(OneOf):
    """An escalation, by id or name."""

    name: Words | None = Field(None, examples=[A_NAME])


class FoundRule(Answer):
    """A step of an escalation."""

    delay: int
    notify: str
    notify_type: str
    notify_condition: str
    type: str


class FoundEscalation(Answer, kw_only=True):
    """An escalation. `team` and `repeatInterval` are left out where there are none."""

    id: UUID
    name: str
    description: str
    team: str | UnsetType = UNSET
    rules: list[FoundRule]
    repeat_interval: int | UnsetType = UNSET


class FoundEscalations(Answer):
    """All escalations."""

    escalations: list[FoundEscalation]


@call("POST", "escalation", section=ESCALATIONS)
@transaction.atomic
def create_escalation(request: ApiRequest, asked: NewEscalation) -> Made:
    """Create an escalation.

    A rule tells a person (by user name), a schedule or a team (by name) after `delay` minutes,
    counted from the beginning. `notifyType` is `default`, `next` or `previous` of a schedule, and
    `default` (who is on call in its schedules), `all`, `users`, `admins` or `random` of a team.
    `notifyCondition` is if-not-acked, unless if-not-closed is asked for. `repeatInterval`: after
    so many minutes it begins again, 20 times at most. Without `team` it belongs to the whole
    account, or to the team of a team's key.
    """
    by = request.actor
    made = escalations.create_escalation(
        name=asked.name,
        team=team_to_own(asked.team or "", by=by),
        steps=steps_named(asked.rules, None, by=by),
        description=asked.description or "",
        by=by,
        **repeating(asked.repeat_interval, None),
    )
    return Made(id=made.pk)


@call("POST", "escalation", section=ESCALATIONS, when=("id",))
@transaction.atomic
def update_escalation(request: ApiRequest, asked: ChangedEscalation) -> Made:
    """Update an escalation.

    `rules` are all it has then. A `repeatInterval` of 0 ends repeating. An empty `team` gives the
    escalation to the whole account.
    """
    by = request.actor
    escalation = escalation_of(OneOf(id=asked.id, name=None), by=by)
    said = {"name": asked.name, "description": asked.description}
    values: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    values |= repeating(asked.repeat_interval, escalation)
    if asked.team is not None:
        values["team"] = team_to_own(asked.team, by=by)
    if asked.rules is not None:
        values["steps"] = steps_named(asked.rules, escalation, by=by)
    if values:
        escalations.change_escalation(escalation, by=by, **values)
    return Made(id=escalation.pk)


@call("DELETE", "escalation", section=ESCALATIONS)
def delete_escalation(request: ApiRequest, asked: OneEscalation) -> Done:
    """Delete an escalation. One that a routing rule notifies can't be deleted."""
    escalations.delete_escalation(escalation_of(asked, by=request.actor), by=request.actor)
    return Done()


@call("GET", "escalation", section=ESCALATIONS, when=("id", "name"))
def get_escalation(request: ApiRequest, asked: OneEscalation) -> FoundEscalation:
    """Get an escalation, its rules in the order in which they come."""
    found = _written(escalations_meant(asked, by=request.actor))
    if not found:
        raise not_found("Escalation", asked.id or asked.name)
    return found[0]


@call("GET", "escalation", section=ESCALATIONS)
def list_escalations(request: ApiRequest, asked: Nothing) -> FoundEscalations:
    """List all escalations that the key reaches, by name."""
    seen = Escalation.objects.visible_to(request.actor).order_by(Folded("name"), "pk")
    return FoundEscalations(_written(seen))


def _written(found: QuerySet[Escalation]) -> list[FoundEscalation]:
    """Write escalations. Two queries."""
    rules: defaultdict[UUID, list[FoundRule]] = defaultdict(list)
    steps = EscalationRule.objects.filter(escalation__in=found.order_by().values("pk"))
    columns = ("escalation", "user__username", "schedule__name", "team__name")
    for pk, user, schedule, team, *step in steps.order_by("delay_minutes", "position").values_list(
        *columns, "delay_minutes", "notify_type", "condition", "kind"
    ):
        delay, notify_type, condition, kind = step
        rules[pk].append(
            FoundRule(delay, user or schedule or team or "", notify_type, condition, kind)
        )
    return [
        FoundEscalation(
            id=pk,
            name=name,
            description=description,
            team=team or UNSET,
            rules=rules.get(pk, []),
            repeat_interval=interval or UNSET,
        )
        for pk, name, description, team, interval in found.values_list(
            "pk", "name", "description", "team__name", "repeat_after_minutes"
        )
    ]
