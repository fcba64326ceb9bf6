"""Who and what a request of the v1 API means: by id or by name. The id wins when both come.

Ids are not checked for their form (opsgenie-v1.md §1): what is no UUID is simply not found.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Value
from django.db.models.functions import Lower

from accounts.actors import Actor
from accounts.models import User
from api.v1.asking import OneOf, OneUser
from api.v1.errors import missing, not_found
from teams.models import Team

_SMALL_LETTERS = """
    SELECT array_agg(lower(name) ORDER BY place)
      FROM unnest(%s::text[]) WITH ORDINALITY AS said(name, place)
"""


def ids(text: str) -> list[UUID]:
    """Return the UUID that a text is, or nothing: for `pk__in`."""
    try:
        return [UUID(text)]
    except ValueError:
        return []


def lowered(name: str) -> Lower:
    """A name as the indexes have it: PostgreSQL's small letters, not Python's ("İ" differs)."""
    return Lower(Value(name))


def small_letters(names: Iterable[str]) -> dict[str, str]:
    """Names as the indexes have them, by how they were said. One query, or none."""
    said = list(dict.fromkeys(names))
    if not said:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SMALL_LETTERS, [said])
        (lower,) = cursor.fetchone()
    return dict(zip(said, lower, strict=True))


def user_of(asked: OneUser, *, by: Actor) -> User:
    """Return the person whom a request names. Raises Refused."""
    if not (asked.id or asked.username):
        raise missing("id", "username")
    return find_user(asked.id, asked.username, by=by)


def find_user(id: str | None, username: str | None, *, by: Actor) -> User:
    """Return the person of that id, or else that user name. Raises Refused."""
    people = User.objects.visible_to(by).defer("search_words")
    found = people.filter(pk__in=ids(id)) if id else people.named(username or "")
    person: User | None = found.select_related("custom_role").first()
    if person is None:
        raise not_found("User", id or username)
    return person


def team_of(asked: OneOf, *, by: Actor) -> Team:
    """Return the team that a request names. Raises Refused."""
    if not (asked.id or asked.name):
        raise missing("id", "name")
    return find_team(asked.id, asked.name, by=by)


def find_team(id: str | None, name: str | None, *, by: Actor) -> Team:
    """Return the team of that id, or else that name, regardless of case. Raises Refused."""
    teams = Team.objects.visible_to(by).defer("search_words")
    lower = teams.alias(lower_name=Lower("name"))  # as the index has it
    found = teams.filter(pk__in=ids(id)) if id else lower.filter(lower_name=lowered(name or ""))
    team = found.first()
    if team is None:
        raise not_found("Team", id or name)
    return team
