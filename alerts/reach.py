"""Whom an actor may bring into an alert: who they don't see is as if not there."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import User
from oncall.models import Escalation
from oncall.nameable import Kind, nameable


def reaches(by: Actor, kind: str, pk: UUID) -> bool:
    """Whether the actor may bring somebody in. One query or none.

    A team's key reaches its team, and the people, schedules and escalations of it; so does a chat
    that is a team's the team's people. A person reaches anybody whose user name they know.
    """
    return reaches_all(by, [(kind, pk)])


def reaches_all(by: Actor, others: Iterable[tuple[str, UUID]]) -> bool:
    """Whether the actor may bring in all of these, by kind and id. One query a kind, or none."""
    if by.runs_the_account:
        return True
    ids: defaultdict[str, set[UUID]] = defaultdict(set)
    for kind, pk in others:
        ids[kind].add(pk)
    return all(
        _REACHED[kind](by).filter(pk__in=pks).values("pk").distinct().count() == len(pks)
        for kind, pks in ids.items()
    )


def must_reach(by: Actor, kind: str, pk: UUID, refusal: dict[str, str]) -> None:
    """Raise ValidationError, as for somebody unknown, unless the actor reaches them."""
    if not reaches(by, kind, pk):
        raise ValidationError(refusal)


def _people(by: Actor) -> QuerySet[User]:
    people: QuerySet[User] = User.objects.all()
    if by.api_key:
        return people.filter(memberships__team=by.api_key.team_id)
    of_team = by.chat_scope and by.chat_scope.team_id
    return people.filter(memberships__team=of_team) if of_team else people


_REACHED: dict[str, Callable[[Actor], QuerySet[Any]]] = {
    "team": lambda by: nameable(Kind.TEAM, by),
    "user": _people,
    "schedule": lambda by: nameable(Kind.SCHEDULE, by),
    "escalation": lambda by: Escalation.objects.visible_to(by),
}
