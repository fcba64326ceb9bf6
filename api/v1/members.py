"""Who is in a team. Contract: seeds/003, opsgenie-v1.md §4."""

from typing import Any

from pydantic import Field

from api.v1.answers import Done
from api.v1.asking import OneOf, Words
from api.v1.calls import call
from api.v1.errors import missing, not_found
from api.v1.finding import ids, team_of
from api.v1.member_names import Role, people_for
from api.wire import ApiRequest
from teams import actions

TEAM_MEMBERS = "Team members"


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
    person = people_for(team, request.actor, **asked.person).first()
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
