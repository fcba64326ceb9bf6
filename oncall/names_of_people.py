"""In which schedules and escalations people are: the names, for many people at once."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from oncall.models import EscalationRule, Participant


@dataclass(frozen=True, slots=True)
class Names:
    """The names of schedules and of escalations, in order, by the ids of people."""

    schedules: dict[UUID, list[str]]
    escalations: dict[UUID, list[str]]


def names_of_people(ids: Collection[UUID] | None = None) -> Names:
    """Where these people, or all of them, are named: by themselves or by one of their teams.

    Schedules in whose rotations they take turns, and escalations with a step that tells them.
    Two queries.
    """
    return Names(
        _names(Participant.objects.all(), "rotation__schedule__name", ids),
        _names(EscalationRule.objects.all(), "escalation__name", ids),
    )


def _names(rows: QuerySet[Any], name: str, ids: Collection[UUID] | None) -> dict[UUID, list[str]]:
    member = "team__memberships__user"
    rows = rows.order_by()
    own, through_teams = rows.filter(kind="user"), rows.filter(kind="team")
    if ids is None:
        through_teams = through_teams.filter(**{f"{member}__isnull": False})
    else:
        own = own.filter(user__in=ids)
        through_teams = through_teams.filter(**{f"{member}__in": ids})
    pairs = own.values_list("user", name).union(through_teams.values_list(member, name))
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for person, named in pairs.order_by():
        found[person].append(named)
    return {person: sorted(names, key=str.lower) for person, names in found.items()}
