"""What the pages of escalations show, read in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.actors import Actor
from accounts.models import User
from common.folding import Folded, fold
from common.paging import Page, Sort, paginate
from common.words import beginnings, words_in
from oncall import escalation_words as words
from oncall.crowds import People, shown_of
from oncall.models import Escalation, EscalationRule
from oncall.targets import named_by_steps, named_first
from teams.models import Team

NAMES = 6  # people shown by name, before the rest is counted
SORTS = {
    "name": Sort("name", Folded("name")),
    "-name": Sort("name", Folded("name"), descending=True),
}


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the timeline shows it; `problem` says why nobody would be told now."""

    when: str
    condition: str
    whom: str
    name: str
    address: str
    step: EscalationRule
    now: People
    problem: str


def escalation_page(
    by: Actor, at: datetime, *, text: str = "", sort: str = "name", cursor: str = ""
) -> Page[Escalation]:
    """One page of escalations; each has `step_count` and `first` (People told first, now).

    Twelve queries at most.
    """
    found = escalations_found(by, text).select_related("team")
    page = paginate(found, sort=SORTS[sort], cursor=cursor)
    decorate(page.rows, at)
    return page


def escalations_found(by: Actor, text: str) -> QuerySet[Escalation]:
    """The escalations that the actor may see: all words begin one in their or their team's name."""
    found = Escalation.objects.visible_to(by).defer("search_words", "team__search_words")
    for word in words_in(fold(text)):
        asked = beginnings(word)
        teams = Team.objects.filter(search_words=asked)
        found = found.filter(Q(search_words=asked) | Q(team__in=teams.values("pk")))
    return found


def decorate(rows: list[Escalation], at: datetime) -> None:
    """Give each escalation `step_count` and `first`: the People whom it would tell first, now."""
    ids = [row.pk for row in rows]
    steps = EscalationRule.objects.filter(escalation__in=ids).order_by().values_list("escalation")
    counts = dict(steps.annotate(Count("pk")).values_list("escalation", "pk__count"))
    first = shown_of(named_first(ids, at), NAMES)
    for row in rows:
        row.step_count = counts.get(row.pk, 0)  # type: ignore[attr-defined]  # for the page only
        row.first = first[row.pk]  # type: ignore[attr-defined]  # for the page only


def of_team(team: Team, at: datetime) -> list[Escalation]:
    """A team's escalations by name, decorated, for the team's page."""
    rows = list(team.escalations.order_by(Folded("name"), "pk"))
    decorate(rows, at)
    return rows


def of_person(person: User, schedules: Iterable[UUID], by: Actor) -> list[Escalation]:
    """The escalations that tell a person, their teams or these schedules, if the actor sees them.

    One query.
    """
    teams = person.memberships.values("team")
    steps = EscalationRule.objects.filter(
        Q(user=person) | Q(team__in=teams) | Q(schedule__in=schedules)
    )
    seen = Escalation.objects.visible_to(by).filter(pk__in=steps.values("escalation"))
    return list(seen.order_by(Folded("name"), "pk"))


def shown_steps(steps: list[EscalationRule], at: datetime) -> list[ShownStep]:
    """Steps, each with whom it would tell now."""
    people = shown_of(named_by_steps(steps, at), NAMES)
    return [
        ShownStep(
            when=words.when(step),
            condition=step.get_condition_display(),
            whom=words.whom(step),
            name=words.name_of(step),
            address=step.schedule.get_absolute_url() if step.schedule else "",
            step=step,
            now=people[step.pk],
            problem="" if people[step.pk].shown else why_nobody(step),
        )
        for step in steps
    ]


def why_nobody(step: EscalationRule) -> str:
    """Why a step would tell nobody now."""
    if step.user:
        return f"{step.user.full_name} is blocked and is told nothing."
    if step.schedule:
        off = not step.schedule.is_enabled
        nobody = "is disabled" if off else "has nobody there"
        return f"{step.schedule.name} {nobody} at the moment."
    if step.notify_type == EscalationRule.NotifyType.DEFAULT:
        return f"Nobody is on call in the schedules of {step.team} at the moment."
    return f"{step.team} has no such member who is not blocked."


def warnings_of(steps: list[ShownStep]) -> list[str]:
    """What makes an escalation as a whole do less than somebody may think, in sentences."""
    if not steps:
        return ["It has no steps: an alert that comes here reaches nobody."]
    if first := steps[0].step.delay_minutes:
        return [f"Nobody is told during the first {words.duration(first)}."]
    return []
