"""Who is in which groups: the names, for many people or groups at once."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from accounts.models import GroupMembership


def groups_of_people(ids: Collection[UUID] | None = None) -> dict[UUID, list[str]]:
    """The names of the groups of these people, or of all, by the ids of people. One query."""
    memberships = GroupMembership.objects.all()
    if ids is not None:
        memberships = memberships.filter(user__in=ids)
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for person, name in memberships.values_list("user", "group__name"):
        found[person].append(name)
    return {person: sorted(names, key=str.lower) for person, names in found.items()}


def people_of_groups(ids: Collection[UUID] | None = None) -> dict[UUID, list[str]]:
    """The user names of the people in these groups, or in all, by the ids of groups. One query."""
    memberships = GroupMembership.objects.all()
    if ids is not None:
        memberships = memberships.filter(group__in=ids)
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for group, username in memberships.values_list("group", "user__username"):
        found[group].append(username)
    return {group: sorted(usernames) for group, usernames in found.items()}
