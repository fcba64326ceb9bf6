"""Teams: made, changed, deleted, found. Contract: seeds/003, opsgenie-v1.md §4."""

from typing import Annotated

from django.db import transaction
from pydantic import Field

from api.v1.answers import Answer, Done, Made
from api.v1.asking import MOST_NAMES, Asked, Nothing, OneOf, Text, Words
from api.v1.calls import call
from api.v1.errors import not_found
from api.v1.finding import find_team, ids, team_of
from api.v1.member_names import Member, roles_in
from api.v1.team_rows import TeamAnswer, all_teams, team_by_id, team_by_name
from api.wire import ApiRequest
from teams import actions
from teams.rosters import set_members

TEAMS = "Teams"
Members = Annotated[list[Member], Field(max_length=MOST_NAMES)]
About = Annotated[Text, Field(max_length=10_000)]  # as Team has it
SOME_MEMBERS = [{"user": "john.smith@acme.example", "role": "admin"}]


class NewTeam(Asked):
    """A team to make."""

    name: Words = Field(examples=["operations"])
    description: About | None = Field(None, examples=["operations team"])
    members: Members | None = Field(None, examples=[SOME_MEMBERS])


class ChangedTeam(Asked):
    """A team to change; what is left out stays."""

    id: Words = Field(examples=["ac463592-dbd2-4ca3-a651-48f45f5c8710"])
    name: Words | None = Field(None, examples=["operations_updated"])
    description: About | None = None
    members: Members | None = None


class Teams(Answer):
    """All teams."""

    teams: list[TeamAnswer]


@call("POST", "team", section=TEAMS)
@transaction.atomic
def create_team(request: ApiRequest, asked: NewTeam) -> Made:
    """Create a team.

    Members are given by user name; their role is `user`, unless `admin` is asked for. A new team
    has a schedule, an escalation and a default routing rule.
    """
    by = request.actor
    team = actions.create_team(asked.name, description=asked.description or "", by=by)
    if asked.members:
        set_members(team, roles_in(team, asked.members, by=by), by=by)
    return Made(id=team.pk)


@call("POST", "team", section=TEAMS, when=("id",))
@transaction.atomic
def update_team(request: ApiRequest, asked: ChangedTeam) -> Done:
    """Update a team.

    A list of members is the whole list: who isn't in it leaves the team, for which the key needs
    delete access. Without `members`, they stay as they are.
    """
    by = request.actor
    team = find_team(asked.id, None, by=by)
    said = {"name": asked.name, "description": asked.description}
    values = {name: value for name, value in said.items() if value is not None}
    if values:
        actions.update_team(team, by=by, **values)
    if asked.members is not None:
        set_members(team, roles_in(team, asked.members, by=by), by=by)
    return Done()


@call("DELETE", "team", section=TEAMS)
def delete_team(request: ApiRequest, asked: OneOf) -> Done:
    """Delete a team.

    Its schedules, escalations and routing rules go with it. A team that others name, in an
    escalation for instance, can't be deleted.
    """
    actions.delete_team(team_of(asked, by=request.actor), by=request.actor)
    return Done()


@call("GET", "team", section=TEAMS, when=("id", "name"))
def get_team(request: ApiRequest, asked: OneOf) -> TeamAnswer:
    """Get a team."""
    if asked.id:
        found = next((team_by_id(one, by=request.actor) for one in ids(asked.id)), None)
    else:
        found = team_by_name(asked.name or "", by=request.actor)
    if found is None:
        raise not_found("Team", asked.id or asked.name)
    return found


@call("GET", "team", section=TEAMS)
def list_teams(request: ApiRequest, asked: Nothing) -> Teams:
    """List teams.

    All that the key reaches, by name.
    """
    return Teams(teams=all_teams(by=request.actor))
