"""What teams bring to the floors below: a place, search, CSV files, copying of rules, losses."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length, Lower

from accounts import copying, people_csv, people_search, search
from accounts.actors import Actor
from accounts.copying import LISTED, Target
from accounts.losses import LOSSES
from accounts.models import User
from accounts.search import TOP, Finding
from common import places
from common.folding import Folded
from common.places import Place, everybody
from common.words import beginnings
from teams.actions import add_members
from teams.models import Membership, Team
from teams.reading import team_names, teams_found

BETWEEN = ";"  # the names of teams in one cell: names may hold commas
NAMED_TEAMS = 1000  # in one statement
CSV_HELP = "Teams to add the person to, with ; between: Payments; Platform. Nobody is taken out."


def register_all() -> None:
    """Make teams known below. Called once, when the app is ready."""
    places.register(Place("teams", "Teams", "users-group", "teams:teams", "t", everybody, 10))
    people_search.register("team", in_team, describe="team:NAME")
    people_csv.register(
        "teams",
        people_csv.Column(
            check=unknown_teams, export=cells_of, after=cell_after, apply=join, help=CSV_HELP
        ),
    )
    search.register("Teams", find_teams)
    copying.register("team", list_targets, people_of_teams)
    LOSSES.register(
        "team membership", "team memberships", lambda person: person.memberships.count()
    )


def in_team(people: QuerySet[User], value: str) -> QuerySet[User]:
    """Narrow people to the members of a team: the one of that name, or whose name has the words.

    `team:none` finds people in no team. Raises ValueError when there is no such team.
    """
    if value.lower() == "none":
        return people.filter(memberships__isnull=True)
    named = Team.objects.annotate(lower_name=Lower("name")).filter(lower_name=value.lower())
    teams = _some(named)
    if not teams and (words := beginnings(value)):
        teams = _some(Team.objects.filter(search_words=words))
    if not teams:
        raise ValueError(f"There is no team “{value}”.")
    return people.filter(Exists(Membership.objects.filter(user=OuterRef("pk"), team__in=teams)))


def _some(teams: QuerySet[Team]) -> Collection[UUID] | QuerySet[Any]:
    """The ids of teams as long as they are few, else the teams themselves.

    When PostgreSQL knows how many there are, it knows whether to look through their members or
    through the people in order of their names.
    """
    ids = list(teams.values_list("pk", flat=True)[: NAMED_TEAMS + 1])
    return ids if len(ids) <= NAMED_TEAMS else teams.values("pk")


def find_teams(actor: Actor, text: str) -> list[Finding]:
    """Find teams by the beginnings of the words in their names."""
    found = teams_found(actor, text).order_by(Folded("name"), "pk")
    return [
        Finding(team.name, team.description[:100], team.get_absolute_url(), "users-group")
        for team in found[: TOP + 1]
    ]


def names_in(cell: str) -> list[str]:
    """The names of teams in a cell: "Payments; Platform"."""
    return [name.strip() for name in cell.split(BETWEEN) if name.strip()]


def unknown_teams(cells: Collection[str]) -> dict[str, str]:
    """Say what is wrong with which cells: a team that isn't there. One query."""
    known = teams_by_name(name for cell in cells for name in names_in(cell))
    problems = {}
    for cell in cells:
        missing = [name for name in names_in(cell) if name.lower() not in known]
        if missing:
            problems[cell] = f"There is no team “{missing[0]}”."
    return problems


def teams_by_name(names: Iterable[str]) -> dict[str, Team]:
    """The teams of these names, by name in lower case. One query."""
    teams = Team.objects.annotate(lower_name=Lower("name")).defer("search_words")
    found = teams.filter(lower_name__in={name.lower() for name in names})
    return {team.name.lower(): team for team in found}


def cells_of(people: Sequence[UUID]) -> dict[UUID, str]:
    """The cells of these people. One query."""
    return {pk: f"{BETWEEN} ".join(names) for pk, names in team_names(people).items()}


def cell_after(now: str, cell: str) -> str:
    """What a cell would be: an import adds people to teams, it takes nobody out."""
    there = names_in(now)
    known = {name.lower() for name in there}
    new = {name.lower(): name for name in names_in(cell) if name.lower() not in known}
    return f"{BETWEEN} ".join(sorted([*there, *new.values()], key=str.lower))


def join(cells: Sequence[tuple[User, str]], by: Actor) -> None:
    """Add people to the teams of their cells, as far as they are not in them."""
    teams = teams_by_name(name for _, cell in cells for name in names_in(cell))
    joining: dict[str, dict[User, None]] = {}
    for person, cell in cells:
        for name in names_in(cell):
            joining.setdefault(name.lower(), {})[person] = None
    for name, people in sorted(joining.items()):  # in one order, so that two never wait crosswise
        if name in teams:
            add_members(teams[name], people, by=by)


def list_targets(text: str, ids: Collection[str] | None) -> Iterable[Target]:
    """Teams to copy rules to: those of the ids, or up to ten whose name has the text in it."""
    teams = Team.objects.order_by(Length("name"), Folded("name"), "pk")
    found = teams.filter(name__icontains=text)[:LISTED] if ids is None else teams.filter(pk__in=ids)
    return (Target("team", str(team.pk), team.name, "Team") for team in found)


def people_of_teams(ids: Collection[str]) -> QuerySet[User]:
    """Everybody in these teams, each once."""
    members = Membership.objects.filter(team__pk__in=ids)
    people: QuerySet[Any] = User.objects.filter(pk__in=members.values("user"))
    return people
