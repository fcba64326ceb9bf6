"""Groups of people. Contract: opsgenie-v1.md §6."""

from uuid import UUID

from django.db import transaction
from pydantic import Field

from accounts.actions import group_people, groups
from accounts.actors import Actor
from accounts.group_names import people_of_groups
from accounts.models import Group
from accounts.permissions import require
from api.v1.answers import Answer, Done, Made
from api.v1.asking import Asked, Names, Nothing, OneOf, Words, each
from api.v1.calls import call
from api.v1.finding import called, must_name, the_one
from api.v1.users_named import people_named
from api.v1.users_reading import OTHER_TEAMS
from api.wire import ApiRequest
from common.folding import Folded

GROUPS = "Groups"
SOME = ["john.smith@acme.example", "jane.doe@acme.example"]


class NewGroup(Asked):
    """A group to make."""

    name: Words = Field(examples=["network"])
    users: Names | None = Field(None, examples=[SOME])


class ChangedGroup(Asked):
    """A group to change; what is left out stays."""

    id: Words = Field(examples=["ac463592-dbd2-4ca3-a651-48f45f5c8710"])
    name: Words | None = Field(None, examples=["network_updated"])
    users: Names | None = None


class TheGroup(OneOf):
    """A group, by id or name."""

    name: Words | None = Field(None, examples=["network"])


class Members(TheGroup):
    """A group, and the user names of some people."""

    users: Names = Field(min_length=1, examples=[SOME])


class FoundGroup(Answer):
    """A group, and the user names of the people in it."""

    id: UUID
    name: str
    users: list[str]


class FoundGroups(Answer):
    """All groups."""

    groups: list[FoundGroup]


@call("POST", "group", section=GROUPS)
@transaction.atomic
def create_group(request: ApiRequest, asked: NewGroup) -> Made:
    """Create a group. `users` has the user names of the people in it."""
    people = people_named(asked.users or (), by=request.actor)
    made = groups.create_group(asked.name, by=request.actor)
    group_people.put_into_group(made, people, by=request.actor)
    return Made(id=made.pk)


@call("POST", "group", section=GROUPS, when=("id",))
@transaction.atomic
def update_group(request: ApiRequest, asked: ChangedGroup) -> Done:
    """Update a group.

    `users` are all people who are in it then; who is not named is taken out, which needs a key
    with delete access.
    """
    by = request.actor
    group = find_group(asked.id, None, by=by)
    group_people.hold(group)
    if asked.name:
        groups.change_group(group, name=asked.name, description=group.description, by=by)
    if asked.users is not None:
        people = people_named(asked.users, by=by)
        group_people.set_people_of_group(group, people, by=by)
    return Done()


@call("DELETE", "group", section=GROUPS)
def delete_group(request: ApiRequest, asked: TheGroup) -> Done:
    """Delete a group. The people stay."""
    groups.delete_group(_group(asked, by=request.actor), by=request.actor)
    return Done()


@call("GET", "group", section=GROUPS, when=("id", "name"))
def get_group(request: ApiRequest, asked: TheGroup) -> FoundGroup:
    """Get a group."""
    group = _group(asked, by=request.actor)
    users = people_of_groups([group.pk])
    return FoundGroup(group.pk, group.name, users.get(group.pk, []))


@call("GET", "group", section=GROUPS)
def list_groups(request: ApiRequest, asked: Nothing) -> FoundGroups:
    """List all groups."""
    require(request.actor.runs_the_account, OTHER_TEAMS)
    users = people_of_groups()
    rows = Group.objects.order_by(Folded("name"), "pk").values_list("pk", "name")
    return FoundGroups([FoundGroup(pk, name, users.get(pk, [])) for pk, name in rows])


@call("POST", "group/member", section=GROUPS)
@transaction.atomic
def add_group_members(request: ApiRequest, asked: Members) -> Done:
    """Add people to a group. Who is in it already stays in it."""
    group = _group(asked, by=request.actor)
    people = people_named(asked.users, by=request.actor)
    group_people.put_into_group(group, people, by=request.actor)
    return Done()


@call("DELETE", "group/member", section=GROUPS)
@transaction.atomic
def remove_group_members(request: ApiRequest, asked: Members) -> Done:
    """Remove people from a group. Nothing happens to who is not in it."""
    group = _group(asked, by=request.actor)
    people = people_named(each(request, "users"), by=request.actor)
    group_people.take_out_of_group(group, people, by=request.actor)
    return Done()


def find_group(id: str | None, name: str | None, *, by: Actor) -> Group:
    """Return the group of that id, or else that name. Raises Refused."""
    return the_one("Group", called(Group.objects.visible_to(by), id, name), id or name)


def _group(asked: TheGroup, *, by: Actor) -> Group:
    must_name(asked)
    return find_group(asked.id, asked.name, by=by)
