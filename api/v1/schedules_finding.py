"""Which schedule or escalation is meant, and whom a rotation or a step names: by names."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower

from accounts.actors import Actor
from api.v1.asking import OneOf
from api.v1.errors import missing, not_found
from api.v1.finding import find_team, ids, lowered
from oncall.models import Escalation, EscalationRule, Participant, Schedule
from oncall.nameable import nameable
from teams.models import Team

NAMES = {  # in small letters
    EscalationRule.Kind.USER: F("username"),
    EscalationRule.Kind.SCHEDULE: Lower("name"),
    EscalationRule.Kind.TEAM: Lower("name"),
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
    schedule = seen.filter(Q(pk__in=ids(name)) | Q(lower_name=lowered(name))).first()
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
    """The people, schedules or teams of these names in small letters, by them. One query.

    Those whom the actor may name, and those who are named within these rows already.
    """
    if not names:
        return {}
    may = Q(pk__in=_named(nameable(kind, by), kind, names).values("pk"))
    if within is not None:
        may |= Q(pk__in=within.filter(kind=kind).values(kind.value))
    found = _named(nameable(kind, None), kind, names).filter(may)
    return {one.lower_name: one for one in found.annotate(lower_name=NAMES[kind])}


def _named(rows: QuerySet[Any], kind: EscalationRule.Kind, names: Collection[str]) -> QuerySet[Any]:
    """Those of these names in small letters, as the indexes have them."""
    named: QuerySet[Any] = rows.alias(lower_name=NAMES[kind]).filter(lower_name__in=names)
    return named


def _meant(seen: QuerySet[Any], asked: OneOf) -> QuerySet[Any]:
    if not (asked.id or asked.name):
        raise missing("id", "name")
    seen = seen.defer("search_words")
    lower = seen.alias(lower_name=Lower("name"))  # as the index has it
    by_name: QuerySet[Any] = lower.filter(lower_name=lowered(asked.name or ""))
    return seen.filter(pk__in=ids(asked.id)) if asked.id else by_name
