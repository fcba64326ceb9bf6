"""Who is in a team. Contract: seeds/003, opsgenie-v1.md §4."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from pydantic import Field

from accounts.actors import Actor
from accounts.models import User
from api.v1.answers import Done
from api.v1.asking import AnyCase, Asked, OneOf, Words
from api.v1.calls import call
from api.v1.errors import missing, not_found
from api.v1.finding import ids, team_of
from api.wire import ApiRequest
from teams import actions
from teams.models import Team
from teams.reading import people_to_add

TEAM_MEMBERS = "Team members"
Role = Annotated[Literal["user", "admin"], AnyCase]


class Member(Asked):
    """Somebody in a list of members."""

    user: Words = Field(examples=["john.smith@acme.example"])
    role: Role = Field("user", examples=["admin"])


class OneMember(OneOf):
    """Somebody in a team: the person by id or user name, the team by id or name."""

    user_id: Words | None = None
    username: Words | None = Field(None, examples=["john.smith@acme.example"])

    @property
    def person(self) -> dict[str, Any]:
        """Who is meant, as a filter of people. Raises Refused."""
        if not (self.user_id or self.username):
            raise missing("userId", "username")
        if self.user_id:
            return {"pk__in": ids(self.user_id)}
        return {"username": (self.username or "").lower()}


class NewMember(OneMember):
    """Somebody to put into a team."""

    role: Role | None = Field(None, examples=["admin"])


@call("POST", "team/member", section=TEAM_MEMBERS)
def add_team_member(request: ApiRequest, asked: NewMember) -> Done:
    """Add a member to a team.

    The role is `user` or `admin`, and `user` when it is left out. Adding somebody who is in the
    team already gives them the role, if there is one in the request.
    """
    team = team_of(asked, by=request.actor)
    person = _people(team, request.actor, **asked.person).first()
    if person is None:
        raise not_found("User", asked.user_id or asked.username)
    actions.put_member(team, person, role=asked.role or "", by=request.actor)
    return Done()


@call("DELETE", "team/member", section=TEAM_MEMBERS)
def remove_team_member(request: ApiRequest, asked: OneMember) -> Done:
    """Remove a member from a team."""
    team = team_of(asked, by=request.actor)
    person = {f"user__{name}": value for name, value in asked.person.items()}
    membership = team.memberships.filter(**person).select_related("user").first()
    if membership is None:
        raise not_found("Member", asked.user_id or asked.username)
    actions.remove_member(membership, by=request.actor)
    return Done()


def roles_in(team: Team, members: Iterable[Member], *, by: Actor) -> dict[User, str]:
    """The people of a list with their roles; of two entries for one, the last counts.

    One query. Raises Refused for who isn't there.
    """
    roles = {one.user.lower(): (one.user, one.role) for one in members}
    found = {one.username: one for one in _people(team, by, username__in=list(roles))}
    for name, (said, _) in roles.items():
        if name not in found:
            raise not_found("User", said)
    return {found[name]: role for name, (_, role) in roles.items()}


def _people(team: Team, by: Actor, **which: Any) -> QuerySet[User]:
    """Those whom the actor may put into the team, and whoever is in it, blocked or not."""
    choice = people_to_add(by).filter(**which).values("pk")
    is_inside = Exists(team.memberships.filter(user=OuterRef("pk")))
    people: QuerySet[User] = User.objects.filter(Q(pk__in=choice) | is_inside, **which)
    return people.only("pk", "full_name", "username")
