"""People to be shown, not told: of a team of thousands only those that are shown are loaded."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value

from accounts.models import User
from common.folding import Folded
from common.paging import counts_up_to
from common.written import written
from oncall.models import EscalationRule
from oncall.targets import Named, named_by_steps, people_named
from teams.models import Membership, Team

FEW = 100  # members: as many are loaded; of more, PostgreSQL gives those that are shown
COUNTED = 1000  # of more, it is only said that there are more


@dataclass(frozen=True, slots=True)
class People:
    """Some people by name, and how many more there are: "" for none, "3", "more than 1,000"."""

    shown: list[User]
    more: str = ""

    @property
    def words(self) -> str:
        """The people in words: "Ben Member, Tom Teamadmin and 3 more"; "" for none."""
        return _listed([person.full_name for person in self.shown], self.more)


def shown_of[Key](named: Mapping[Key, list[Named]], most: int) -> dict[Key, People]:
    """The first people behind names, at most so many, without those who are blocked.

    Five queries at most.
    """
    sizes = _sizes({one.id for names in named.values() for one in names if one.kind == "team"})
    large = {
        key: frozenset(names)
        for key, names in named.items()
        if sum(sizes[one.id] for one in names if one.kind == "team") > FEW
    }
    few = people_named({key: names for key, names in named.items() if key not in large})
    found = {key: _cut(people, len(people), most) for key, people in few.items()}
    crowds = _first_of({*large.values()}, most)
    return found | {key: crowds[names] for key, names in large.items()}


def first_of_team(named: Named, most: int) -> People:
    """The first members of one team, as `shown_of` finds them, in two queries."""
    names = frozenset([named])
    return _first_of([names], most)[names]


def reaching(steps: Iterable[EscalationRule], at: datetime) -> set[UUID]:
    """The ids of those steps that would tell anybody at a moment. Nobody is loaded."""
    return naming_anybody(named_by_steps(steps, at))


def naming_anybody[Key](named: Mapping[Key, list[Named]]) -> set[Key]:
    """The keys whose names stand for anybody who is not blocked. Four queries at most."""
    names = {one for ones in named.values() for one in ones}
    users = User.objects.filter(
        pk__in={one.id for one in names if one.kind == "user"}, is_blocked=False
    )
    there = {Named("user", pk) for pk in users.values_list("pk", flat=True)}
    for role in {one.role for one in names if one.kind == "team"}:
        teams = {one.id for one in names if one.kind == "team" and one.id and one.role == role}
        there |= {Named("team", pk, role) for pk in staffed(teams, role)}
    return {key for key, ones in named.items() if not there.isdisjoint(ones)}


def staffed(teams: Collection[UUID], role: str = "") -> set[UUID]:
    """Those of the teams that have a member who is not blocked. One query."""
    somebody = Exists(_members(role).filter(team=OuterRef("pk"), user__is_blocked=False))
    found = Team.objects.filter(somebody, pk__in=teams)
    return set(found.values_list("pk", flat=True))


def _members(role: str) -> QuerySet[Membership]:
    return Membership.objects.filter(role=role) if role else Membership.objects.all()


def _sizes(teams: Collection[UUID | None]) -> Counter[UUID | None]:
    """How many members teams have, also blocked ones. One query."""
    members = Membership.objects.filter(team__in=teams).values("team").order_by()
    return Counter(dict(members.annotate(number=Count("pk")).values_list("team", "number")))


def _first_of(sets: Collection[frozenset[Named]], most: int) -> dict[frozenset[Named], People]:
    """The first people of each of these crowds, which are large. Two queries."""
    if not sets:
        return {}
    crowds = [_crowd(names) for names in sets]
    totals = [total for total, _ in counts_up_to(COUNTED + most + 1, *crowds)]
    first, *others = [
        crowd.annotate(place=Value(place))[:most] for place, crowd in enumerate(crowds)
    ]
    shown: list[list[User]] = [[] for _ in sets]
    for person in first.union(*others, all=True) if others else first:
        shown[person.place].append(person)
    cut = [_cut(*one, most) for one in zip(shown, totals, strict=True)]
    return dict(zip(sets, cut, strict=True))


def _crowd(names: Iterable[Named]) -> QuerySet[User]:
    """The people behind names, by name. Of a large crowd the index of names soon gives the first.

    The teams are written into the statement: the plan for any team would be one for a small one.
    """
    people = Q(pk__in=[one.id for one in names if one.kind == "user"])
    for one in names:
        if one.kind == "team" and one.id:
            members = _members(one.role).filter(team=written(one.id))
            people |= Q(pk__in=members.values("user"))
    found: QuerySet[User] = User.objects.filter(people, is_blocked=False)
    return found.defer("search_words", "password").order_by(Folded("full_name"), "pk")


def in_words(names: Sequence[str], more: int) -> str:
    """Write these names, and how many more there are: "Ben Member and 3 more"; "" for none."""
    return _listed(names, _more(more))


def _cut(people: list[User], total: int, most: int) -> People:
    return People(people[:most], _more(total - most))


def _more(more: int) -> str:
    words = f"{more:,}" if more <= COUNTED else f"more than {COUNTED:,}"
    return words if more > 0 else ""


def _listed(names: Sequence[str], more: str) -> str:
    words = ", ".join(names)
    return f"{words} and {more} more" if more else words
