"""Who is in which groups: the names, for many people or groups at once."""

from collections import defaultdict
from collections.abc import Callable, Collection
from uuid import UUID

from accounts.models import GroupMembership


def groups_of_people(ids: Collection[UUID] | None = None) -> dict[UUID, list[str]]:
    """The names of the groups of these people, or of all, by the ids of people. One query."""
    return _by("user", ids, "group__name", in_order=str.lower)


def people_of_groups(ids: Collection[UUID] | None = None) -> dict[UUID, list[str]]:
    """The user names of the people in these groups, or in all, by the ids of groups. One query."""
    return _by("group", ids, "user__username")


def _by(
    side: str,
    ids: Collection[UUID] | None,
    name: str,
    *,
    in_order: Callable[[str], str] | None = None,
) -> dict[UUID, list[str]]:
    memberships = GroupMembership.objects.all()
    if ids is not None:
        memberships = memberships.filter(**{f"{side}__in": ids})
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for key, named in memberships.values_list(side, name):
        found[key].append(named)
    return {key: sorted(names, key=in_order) for key, names in found.items()}
