"""Keeping people as they are until a change of theirs is done. Call these in its transaction."""

from collections.abc import Iterable
from uuid import UUID

from accounts.models import User
from common import holding

GONE = "Somebody has deleted this person meanwhile."


def hold(person: User) -> None:
    """Lock a person until the transaction ends, and read them anew.

    What is saved then is about the person as they are: a profile read before somebody was blocked
    or lost a role would bring both back. Raises ValidationError when they were deleted meanwhile.
    """
    holding.hold(person, gone=GONE)


def hold_with_owners(person: User) -> set[UUID]:
    """Lock all owners and then a person: in this order, so that no two wait for each other.

    Returns the ids of the owners.
    """
    lock_owners()
    hold(person)
    return lock_owners()


def lock_people(ids: Iterable[UUID]) -> dict[UUID, User]:
    """Return the people of these ids as they are now; owners are locked first, as above."""
    lock_owners()
    people = User.objects.filter(pk__in=list(ids)).select_related("custom_role")
    return {person.pk: person for person in people.select_for_update(of=("self",)).order_by("pk")}


def lock_owners() -> set[UUID]:
    """Lock all owners who can sign in and return their ids.

    So two who demote each other at the same moment come one after the other. Who became an owner
    while this waited is missed: ask again once the people to change are held.
    """
    owners = User.objects.owners().select_for_update().order_by("pk")
    return set(owners.values_list("pk", flat=True))
