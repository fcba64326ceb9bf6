"""Several people put into a group, or taken out of it, at once."""

from collections.abc import Sequence

from django.db import transaction

from accounts import audit
from accounts.actions.groups import member_entry
from accounts.actors import Actor
from accounts.models import Group, GroupMembership, User
from accounts.permissions import can_delete, can_manage_account, require
from common import holding
from common.saving import insert_valid

GONE = "Somebody has deleted this group meanwhile."


@transaction.atomic
def put_into_group(group: Group, people: Sequence[User], *, by: Actor) -> None:
    """Put people, each named once, into a group. Who is in it already stays in it."""
    require(can_manage_account(by))
    hold(group)
    there = set(group.memberships.filter(user__in=people).values_list("user_id", flat=True))
    new = [person for person in people if person.pk not in there]
    insert_valid([GroupMembership(group=group, user=person) for person in new])
    audit.record_all(member_entry(by, "group.member_added", group, person) for person in new)


@transaction.atomic
def take_out_of_group(group: Group, people: Sequence[User], *, by: Actor) -> None:
    """Take people out of a group. Nothing happens to who is not in it."""
    require(can_manage_account(by) and can_delete(by))
    hold(group)
    memberships = group.memberships.filter(user__in=people)
    there = set(memberships.values_list("user_id", flat=True))
    memberships.delete()
    gone = [person for person in people if person.pk in there]
    audit.record_all(member_entry(by, "group.member_removed", group, person) for person in gone)


@transaction.atomic
def set_people_of_group(group: Group, people: Sequence[User], *, by: Actor) -> None:
    """Make these people, each named once, the people of a group."""
    put_into_group(group, people, by=by)
    stay = [person.pk for person in people]
    others = User.objects.filter(group_memberships__group=group).exclude(pk__in=stay)
    if leaving := list(others.defer("search_words", "password")):
        take_out_of_group(group, leaving, by=by)


def hold(group: Group) -> None:
    """Lock a group until the transaction ends, and read it anew. Raises ValidationError."""
    holding.hold(group, gone=GONE)
