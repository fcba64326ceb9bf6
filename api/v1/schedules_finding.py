"""Which schedule or escalation is meant, and whom a rotation or a step names: by names."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from accounts.actors import Actor
from api.v1.asking import OneOf
from api.v1.errors import missing, not_found
from api.v1.finding import find_team, ids
from oncall.models import Escalation, EscalationRule, Participant, Schedule
from oncall.nameable import nameable
from teams.models import Team

NAMES = {
    EscalationRule.Kind.USER: "username",
    EscalationRule.Kind.SCHEDULE: "name",
    EscalationRule.Kind.TEAM: "name",
}


def schedules_meant(asked: OneOf, *, by: Actor) -> QuerySet[Schedule]:
    """The schedule of that id, or else that name, if the actor sees it. Raises Refused."""
    return _meant(Schedule.objects.visible_to(by), asked)


def schedule_of(asked: OneOf, *, by: Actor) -> Schedule:
    """The schedule that a request names. Raises Refused."""
    schedule = schedules_meant(asked, by=by).first()
    if schedule is None:
        raise not_found("Schedule", asked.id or asked.name)
    return schedule


def schedule_called(name: str, *, by: Actor) -> Schedule:
    """The schedule of that id or that name. Raises Refused."""
    seen = Schedule.objects.visible_to(by).alias(lower_name=Lower("name")).defer("search_words")
    schedule = seen.filter(Q(pk__in=ids(name)) | Q(lower_name=name.lower())).first()
    if schedule is None:
        raise not_found("Schedule", name)
    return schedule


def escalations_meant(asked: OneOf, *, by: Actor) -> QuerySet[Escalation]:
    """The escalation of that id, or else that name, if the actor sees it. Raises Refused."""
    return _meant(Escalation.objects.visible_to(by), asked)


def escalation_of(asked: OneOf, *, by: Actor) -> Escalation:
    """The escalation that a request names. Raises Refused."""
    escalation = escalations_meant(asked, by=by).first()
    if escalation is None:
        raise not_found("Escalation", asked.id or asked.name)
    return escalation


def team_to_own(name: str, *, by: Actor) -> Team | None:
    """The team of that name. Raises Refused.

    For an empty one: the team of a team's key, else None, which is the whole account.
    """
    if name.strip():
        return find_team(None, name.strip(), by=by)
    return by.api_key.team if by.api_key else None


def things_named(
    kind: EscalationRule.Kind,
    names: Collection[str],
    within: QuerySet[Participant] | QuerySet[EscalationRule] | None,
    *,
    by: Actor,
) -> dict[str, Any]:
    """The people, schedules or teams of these names in lower case, by them. One query.

    Those whom the actor may name, and those who are named within these rows already.
    """
    if not names:
        return {}
    field = NAMES[kind]
    may = Q(pk__in=_named(nameable(kind, by), kind, names).values("pk"))
    if within is not None:
        may |= Q(pk__in=within.filter(kind=kind).values(kind.value))
    found = _named(nameable(kind, None), kind, names).filter(may)
    return {getattr(one, field).lower(): one for one in found}


def _named(rows: QuerySet[Any], kind: EscalationRule.Kind, names: Collection[str]) -> QuerySet[Any]:
    """Those of these names in lower case, as the indexes have them."""
    if kind == EscalationRule.Kind.USER:
        return rows.filter(username__in=names)
    named: QuerySet[Any] = rows.alias(lower_name=Lower("name")).filter(lower_name__in=names)
    return named


def _meant(seen: QuerySet[Any], asked: OneOf) -> QuerySet[Any]:
    if not (asked.id or asked.name):
        raise missing("id", "name")
    seen = seen.defer("search_words")
    lower = seen.alias(lower_name=Lower("name"))  # as the index has it
    by_name: QuerySet[Any] = lower.filter(lower_name=(asked.name or "").lower())
    return seen.filter(pk__in=ids(asked.id)) if asked.id else by_name
