"""Teams with their members as the v1 API writes them, without making models of the rows.

One query, in which PostgreSQL writes the members as JSON: this is asked for again and again.
"""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import msgspec
from django.db import connection

from accounts.actors import Actor
from api.v1.answers import Answer
from teams.models import Team

_MEMBERS = """
json_agg(
    json_build_object('user', person.username, 'role', member.role)
    ORDER BY member.joined_at, member.id
) AS members
FROM teams_membership AS member JOIN accounts_user AS person ON person.id = member.user_id
"""
_TEAM = f"""
SELECT team.id, team.name, team.description, coalesce(roster.members, '[]')::text
FROM teams_team AS team
CROSS JOIN LATERAL (SELECT {_MEMBERS} WHERE member.team_id = team.id) AS roster
"""  # noqa: S608  our own names
_BY_ID, _BY_NAME = f"{_TEAM} WHERE team.id = %s", f"{_TEAM} WHERE lower(team.name) = lower(%s)"
_SOME = f"{_TEAM} WHERE team.id = ANY(%s) ORDER BY lower(team.name)"
# All memberships are read at once, instead of team by team: half as long for thousands of teams.
_ALL = f"""
SELECT team.id, team.name, team.description, coalesce(roster.members, '[]')::text
FROM teams_team AS team
LEFT JOIN (SELECT member.team_id, {_MEMBERS} GROUP BY member.team_id) AS roster
    ON roster.team_id = team.id
ORDER BY lower(team.name)
"""  # noqa: S608  our own names


class Member(Answer):
    """Somebody in a team."""

    user: str
    role: str


class TeamAnswer(Answer):
    """A team."""

    id: UUID
    name: str
    description: str
    members: list[Member]


def team_by_id(team_id: UUID, *, by: Actor) -> TeamAnswer | None:
    """The team of this id, if the actor may see it. One query, two for a team's key."""
    return _seen(_rows(_BY_ID, [team_id]), by)


def team_by_name(name: str, *, by: Actor) -> TeamAnswer | None:
    """The team of this name, regardless of case, if the actor may see it."""
    return _seen(_rows(_BY_NAME, [name]), by)


def all_teams(*, by: Actor) -> list[TeamAnswer]:
    """All teams that the actor may see, by name. One query, two for a team's key."""
    if by.runs_the_account:
        return _rows(_ALL)
    return _rows(_SOME, [list(Team.objects.visible_to(by).values_list("pk", flat=True))])


def _seen(found: list[TeamAnswer], by: Actor) -> TeamAnswer | None:
    if not found or by.runs_the_account:
        return found[0] if found else None
    is_seen = Team.objects.visible_to(by).filter(pk=found[0].id).exists()
    return found[0] if is_seen else None


def _rows(sql: str, params: Sequence[Any] = ()) -> list[TeamAnswer]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [
            TeamAnswer(id=pk, name=name, description=about, members=_written(members))
            for pk, name, about, members in cursor.fetchall()
        ]


def _written(members: str) -> list[Member]:
    """Members that are JSON already: msgspec copies them into the answer as they are."""
    return cast(list[Member], msgspec.Raw(members.encode()))
