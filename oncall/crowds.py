"""People to be shown, not told: of a team of thousands only those that are shown are loaded."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from common.folding import Folded
from oncall.models import EscalationRule
from oncall.targets import Named, first_steps_of, named_by_steps, named_on_call
from teams.models import Membership, Team


def crowd_on_call(schedule: UUID, at: datetime) -> QuerySet[User]:
    """Who is on call in a schedule at a moment, by name, to be counted and cut."""
    return crowd_named(named_on_call([schedule], at)[schedule])


def crowd_told_first(escalation: UUID, at: datetime) -> QuerySet[User]:
    """All whom an escalation could tell first, by name, to be counted and cut."""
    named = named_by_steps(first_steps_of([escalation])[escalation], at)
    return crowd_named(one for names in named.values() for one in names)


def crowd_named(names: Iterable[Named]) -> QuerySet[User]:
    """The people behind names, each once, without those who are blocked."""
    people = Q(pk__in=())
    for one in set(names):
        if one.kind == "user":
            people |= Q(pk=one.id)
        elif one.kind == "team":
            people |= Q(Exists(_members(one.role).filter(team=one.id, user=OuterRef("pk"))))
    found: QuerySet[User] = User.objects.filter(people, is_blocked=False)
    return found.defer("search_words", "password").order_by(Folded("full_name"), "pk")


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
