"""Who and what a request of the v1 API means: by id or by name. The id wins when both come.

Ids are not checked for their form (opsgenie-v1.md §1): what is no UUID is simply not found.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet, Value
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
    found: QuerySet[User] = people.filter(pk__in=ids(id)) if id else people.named(username or "")
    return the_one("User", found.select_related("custom_role"), id or username)


def team_of(asked: OneOf, *, by: Actor) -> Team:
    """Return the team that a request names. Raises Refused."""
    must_name(asked)
    return find_team(asked.id, asked.name, by=by)


def find_team(id: str | None, name: str | None, *, by: Actor) -> Team:
    """Return the team of that id, or else that name. Raises Refused."""
    teams = Team.objects.visible_to(by).defer("search_words")
    return the_one("Team", called(teams, id, name), id or name)


def must_name(asked: OneOf) -> None:
    """Refuse a request that has neither an id nor a name. Raises Refused."""
    if not (asked.id or asked.name):
        raise missing("id", "name")


def called[M: Model](seen: QuerySet[M], id: str | None, name: str | None) -> QuerySet[M]:
    """Narrow to what has that id, or else that name, regardless of case."""
    if id:
        return seen.filter(pk__in=ids(id))
    lower: QuerySet[Any] = seen.alias(lower_name=Lower("name"))  # as the indexes have it
    return lower.filter(lower_name=lowered(name or ""))


def the_one[M: Model](what: str, found: QuerySet[M], said: str | None) -> M:
    """Return the only one found. Raises Refused: there is no such `what` as was `said`."""
    one = found.first()
    if one is None:
        raise not_found(what, said)
    return one
