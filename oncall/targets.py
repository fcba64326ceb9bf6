"""Whom a schedule or a step of an escalation stands for at a moment.

Blocked people are left out, whoever names them; a team stands for its members. Everything here
costs a constant number of queries, however much is asked at once.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from common.folding import Folded
from oncall.models import EscalationRule, Schedule
from oncall.plans import plans_of
from oncall.rotation import Plan, Who, next_on_call, on_call, previous_on_call
from teams.models import Membership

type Choose = Callable[[list[User]], User]

NotifyType = EscalationRule.NotifyType
OF_A_SCHEDULE: Mapping[str, Callable[[Plan, datetime], list[Who]]] = {
    NotifyType.DEFAULT: on_call,
    NotifyType.NEXT: next_on_call,
    NotifyType.PREVIOUS: previous_on_call,
}
ROLES: Mapping[str, str] = {
    NotifyType.USERS: Membership.Role.USER,
    NotifyType.ADMINS: Membership.Role.ADMIN,
}


@dataclass(frozen=True, slots=True)
class Named:
    """A person, or the members of a team: all, or those of one role."""

    kind: str
    id: UUID | None
    role: str = ""


def who_is_on_call(schedules: Iterable[UUID], at: datetime) -> dict[UUID, list[User]]:
    """Who is on call in each of these schedules at a moment. Nobody in one that isn't there."""
    return people_named(named_on_call(schedules, at))


def named_on_call(schedules: Iterable[UUID], at: datetime) -> dict[UUID, list[Named]]:
    """Who is on call in each of these schedules at a moment, by id."""
    ids = list(schedules)
    plans = plans_of(ids, at)
    return {pk: _all(on_call(plans[pk], at)) if pk in plans else [] for pk in ids}


def people_of_steps(
    steps: Iterable[EscalationRule], at: datetime, *, choose: Choose | None = secrets.choice
) -> dict[UUID, list[User]]:
    """Whom each step tells at a moment, by the step's id.

    Of a step that tells one member at random, `choose` picks; None gives all it could be.
    """
    steps = list(steps)
    people = people_named(named_by_steps(steps, at))
    if choose:
        for step in steps:
            if step.notify_type == NotifyType.RANDOM and people[step.pk]:
                people[step.pk] = [choose(people[step.pk])]
    return people


def named_by_steps(steps: Iterable[EscalationRule], at: datetime) -> dict[UUID, list[Named]]:
    """Whom each step tells at a moment, by the step's id and theirs."""
    steps = list(steps)
    own = own_schedules(
        step.team_id for step in steps if step.team_id and step.notify_type == NotifyType.DEFAULT
    )
    asked = {step.schedule_id for step in steps if step.schedule_id}
    plans = plans_of([*asked, *(pk for ids in own.values() for pk in ids)], at)
    return {step.pk: list(_named(step, plans, own, at)) for step in steps}


def people_of_step(step: EscalationRule, at: datetime) -> list[User]:
    """Whom one step tells at a moment."""
    return people_of_steps([step], at)[step.pk]


def named_first(escalations: Iterable[UUID], at: datetime) -> dict[UUID, list[Named]]:
    """All whom each of these escalations could tell first: in all steps that come at once."""
    first = first_steps_of(escalations)
    named = named_by_steps((step for steps in first.values() for step in steps), at)
    return {pk: [one for step in steps for one in named[step.pk]] for pk, steps in first.items()}


def first_steps_of(escalations: Iterable[UUID]) -> dict[UUID, list[EscalationRule]]:
    """The steps of each of these escalations that come first, at once. One query."""
    found: dict[UUID, list[EscalationRule]] = {pk: [] for pk in escalations}
    for step in EscalationRule.objects.filter(escalation__in=found):
        steps = found[step.escalation_id]
        if not steps or steps[0].delay_minutes == step.delay_minutes:
            steps.append(step)
    return found


def own_schedules(teams: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The ids of the schedules that teams have. One query."""
    found: dict[UUID, list[UUID]] = {pk: [] for pk in teams}
    if found:
        rows = Schedule.objects.filter(team__in=found).order_by("created_at", "pk")
        for pk, team in rows.values_list("pk", "team"):
            found[team].append(pk)
    return found


def people_named[Key](named: Mapping[Key, list[Named]]) -> dict[Key, list[User]]:
    """The people behind names, each once, without those who are blocked. Two queries."""
    users = {one.id for names in named.values() for one in names if one.kind == "user"}
    teams = {one.id for names in named.values() for one in names if one.kind == "team"}
    found: dict[tuple[str, UUID | None], list[tuple[str, User]]] = {}
    if users:
        people = User.objects.filter(pk__in=users, is_blocked=False)
        for person in people.defer("search_words", "password"):
            found["user", person.pk] = [("", person)]
    if teams:
        members = Membership.objects.filter(team__in=teams, user__is_blocked=False)
        members = members.select_related("user").defer("user__search_words", "user__password")
        for member in members.order_by(Folded("user__full_name"), "user"):
            found.setdefault(("team", member.team_id), []).append((member.role, member.user))
    return {
        key: _each_once(
            [person for role, person in found.get((one.kind, one.id), ()) if one.role in ("", role)]
            for one in names
        )
        for key, names in named.items()
    }


def _named(
    step: EscalationRule, plans: dict[UUID, Plan], own: dict[UUID, list[UUID]], at: datetime
) -> Iterable[Named]:
    if step.schedule_id:
        yield from _all(OF_A_SCHEDULE[step.notify_type](plans[step.schedule_id], at))
    elif step.user_id:
        yield Named("user", step.user_id)
    elif step.team_id and step.notify_type == NotifyType.DEFAULT:
        for schedule in own[step.team_id]:
            yield from _all(on_call(plans[schedule], at))
    else:
        yield Named("team", step.team_id, ROLES.get(step.notify_type, ""))


def _all(who: Iterable[Who]) -> list[Named]:
    return [Named(one.kind, one.id) for one in who]


def _each_once(lists: Iterable[list[User]]) -> list[User]:
    return list({person.pk: person for people in lists for person in people}.values())
