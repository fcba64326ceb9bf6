"""Which schedule or escalation is meant, and whom a rotation or a step names: by names."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Lower

from accounts.actors import Actor
from api.v1.asking import OneOf
from api.v1.finding import called, find_team, ids, lowered, must_name, the_one
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
    return the_one("Schedule", schedules_meant(asked, by=by), asked.id or asked.name)


def schedule_called(name: str, *, by: Actor) -> Schedule:
    """The schedule of that id or that name. Raises Refused."""
    seen = Schedule.objects.visible_to(by).alias(lower_name=Lower("name")).defer("search_words")
    either = Q(pk__in=ids(name)) | Q(lower_name=lowered(name))
    return the_one("Schedule", seen.filter(either), name)


def escalations_meant(asked: OneOf, *, by: Actor) -> QuerySet[Escalation]:
    """The escalation of that id, or else that name, if the actor sees it. Raises Refused."""
    return _meant(Escalation.objects.visible_to(by), asked)


def escalation_of(asked: OneOf, *, by: Actor) -> Escalation:
    """The escalation that a request names. Raises Refused."""
    return the_one("Escalation", escalations_meant(asked, by=by), asked.id or asked.name)


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


def _meant[M: Model](seen: QuerySet[M], asked: OneOf) -> QuerySet[M]:
    must_name(asked)
    return called(seen.defer("search_words"), asked.id, asked.name)
