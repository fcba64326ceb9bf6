"""Whom the v1 API names as recipients: anybody, by a name that does not say of what kind."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models.functions import Lower

from accounts.actors import Actor
from accounts.models import Group
from alerts import responders
from alerts.limits import RESPONDERS, Named
from api.v1.finding import small_letters

KINDS = ("user", "schedule", "escalation", "team")  # in the order in which they are tried
UNKNOWN = "recipient"  # a kind that nobody is of


def recipients(names: Sequence[str], *, by: Actor) -> list[Named]:
    """Return who they are; of a group, its members. Three queries at most.

    Those that are not there are named as UNKNOWN, so that the alert's log tells of them.
    """
    names = names[:RESPONDERS]
    found = responders.find([Named(kind, name=name) for name in names for kind in KINDS])
    there = [_first(found[len(KINDS) * place :][: len(KINDS)]) for place in range(len(names))]
    groups = _members([name for name, one in zip(names, there, strict=True) if not one], by)
    named: list[Named] = []
    for name, one in zip(names, there, strict=True):
        people = groups.get(name, [Named(UNKNOWN, name=name)])
        named += [Named(one.kind, id=str(one.id))] if one else people
    return named


def _first(found: Sequence[responders.Responder | None]) -> responders.Responder | None:
    return next((one for one in found if one), None)


def _members(names: Sequence[str], by: Actor) -> dict[str, list[Named]]:
    """The people of the groups of these names, by the names as they were said."""
    small = small_letters(names)
    if not small:
        return {}
    groups = Group.objects.visible_to(by).annotate(lower_name=Lower("name"))
    rows = groups.filter(lower_name__in=set(small.values())).order_by("pk", "memberships")
    people: dict[str, list[Named]] = {}
    for name, pk in rows.values_list("lower_name", "memberships__user")[: 2 * RESPONDERS]:
        members = people.setdefault(name, [])
        if isinstance(pk, UUID):  # None of a group without members
            members.append(Named("user", id=str(pk)))
    return {name: people[key] for name, key in small.items() if key in people}
