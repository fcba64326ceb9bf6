"""What the pages of teams show, read in a constant number of queries."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from accounts.actors import Actor
from accounts.models import User
from common.folding import Folded
from common.paging import Page, Sort, paginate
from common.words import beginnings
from common.written import written
from teams.models import Membership, Team, TeamQuerySet

SUGGESTIONS = 10

_per_team = Membership.objects.filter(team=OuterRef("pk")).order_by().values("team")
# Of "*" PostgreSQL counts in the index alone; for the key it would look at every membership.
_members = Coalesce(
    Subquery(_per_team.annotate(count=Count("*")).values("count")), 0, output_field=IntegerField()
)
TEAM_SORTS = {
    "name": Sort("name", Folded("name")),
    "-name": Sort("name", Folded("name"), descending=True),
    "created": Sort("created", F("created_at")),
    "-created": Sort("created", F("created_at"), descending=True),
    "members": Sort("members", _members),
    "-members": Sort("members", _members, descending=True),
}
MEMBER_SORTS = {
    "name": Sort("name", Folded("user__full_name")),
    "-name": Sort("name", Folded("user__full_name"), descending=True),
    "role": Sort("role", F("role")),
    "-role": Sort("role", F("role"), descending=True),
    "joined": Sort("joined", F("joined_at")),
    "-joined": Sort("joined", F("joined_at"), descending=True),
}


def teams_found(by: Actor, text: str) -> TeamQuerySet:
    """The teams that the actor may see and whose names have words beginning so."""
    teams = Team.objects.visible_to(by)
    words = beginnings(text)
    return teams.filter(search_words=words) if words else teams


def team_page(by: Actor, *, text: str = "", sort: str = "name", cursor: str = "") -> Page[Team]:
    """One page of the teams that the actor may see, found by their names. Two queries."""
    order = TEAM_SORTS.get(sort, TEAM_SORTS["name"])
    return paginate(teams_found(by, text).defer("search_words"), sort=order, cursor=cursor)


def own_roles(by: Actor, team_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The actor's own roles, in words, in those of the teams that they are in."""
    if by.user is None:
        return {}
    own = Membership.objects.filter(user=by.user, team__in=team_ids)
    return {membership.team_id: membership.get_role_display() for membership in own}


def team_names(people: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The names of the teams that people are in, by the people's ids. One query."""
    found: dict[UUID, list[str]] = {}
    rows = Membership.objects.filter(user__in=list(people)).order_by(Lower("team__name"))
    for person, name in rows.values_list("user", "team__name"):
        found.setdefault(person, []).append(name)
    return found


def teams_of(person: User, by: Actor) -> QuerySet[Membership]:
    """A person's memberships in those teams that the actor may see."""
    seen = Team.objects.visible_to(by)
    return (
        Membership.objects.filter(user=person, team__in=seen.values("pk"))
        .select_related("team")
        .defer("team__search_words", "team__description")
        .order_by(Lower("team__name"))
    )


def members_of(team: Team) -> QuerySet[Membership]:
    """The memberships of a team, with their people.

    The team is written into the statement: of a large one the index of names soon gives a page.
    """
    return (
        Membership.objects.filter(team=written(team.pk))
        .select_related("user")
        .defer("user__search_words", "user__password")
        .order_by(Folded("user__full_name"), "pk")
    )


def member_page(
    team: Team, *, text: str = "", sort: str = "name", cursor: str = ""
) -> Page[Membership]:
    """One page of a team's members, found by the beginnings of name or e-mail. Two queries."""
    members = members_of(team)
    if words := beginnings(text):
        members = members.filter(user__search_words=words)
    order = MEMBER_SORTS.get(sort, MEMBER_SORTS["name"])
    return paginate(members, sort=order, cursor=cursor)


def people_to_add(by: Actor) -> QuerySet[User]:
    """The people whom somebody managing a team may name; a team admin, only those not blocked.

    Ask can_manage_team first: this shows names and e-mails of people in other teams.
    """
    people: QuerySet[User] = User.objects.all()
    return people if by.runs_the_account else people.filter(is_blocked=False)


def suggestions(team: Team, text: str) -> list[User]:
    """At most ten people outside the team, not blocked, who match two or more letters typed."""
    words = beginnings(text)
    if words is None or len(text.strip()) < 2:
        return []
    found = User.objects.filter(search_words=words, is_blocked=False)
    outside = found.exclude(pk__in=team.memberships.values("user"))
    named = outside.only("pk", "full_name", "username").order_by(Folded("full_name"), "pk")
    return list(named[:SUGGESTIONS])
