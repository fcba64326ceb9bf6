"""Who may be in a team, and in which role: what the calls of teams and of members share."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from pydantic import Field

from accounts.actors import Actor
from accounts.models import User
from api.v1.asking import AnyCase, Asked, Words
from api.v1.errors import not_found
from teams.models import Team
from teams.reading import people_to_add

Role = Annotated[Literal["user", "admin"], AnyCase]


class Member(Asked):
    """Somebody in a list of members."""

    user: Words = Field(examples=["john.smith@acme.example"])
    role: Role = Field("user", examples=["admin"])


def roles_in(team: Team, members: Iterable[Member], *, by: Actor) -> dict[User, str]:
    """The people of a list with their roles; of two entries for one, the last counts.

    One query. Raises Refused for who isn't there.
    """
    roles = {one.user.lower(): (one.user, one.role) for one in members}
    found = {one.username: one for one in people_for(team, by, username__in=list(roles))}
    for name, (said, _) in roles.items():
        if name not in found:
            raise not_found("User", said)
    return {found[name]: role for name, (_, role) in roles.items()}


def people_for(team: Team, by: Actor, **which: Any) -> QuerySet[User]:
    """Those whom the actor may put into the team, and whoever is in it, blocked or not."""
    choice = people_to_add(by).filter(**which).values("pk")
    is_inside = Exists(team.memberships.filter(user=OuterRef("pk")))
    people: QuerySet[User] = User.objects.filter(Q(pk__in=choice) | is_inside, **which)
    return people.only("pk", "full_name", "username")
