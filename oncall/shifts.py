"""When somebody is on call, in all schedules together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from oncall.models import Override, Participant, Schedule
from oncall.models.schedules import ScheduleQuerySet
from oncall.plans import plans_of
from oncall.rotation import LOOKED_AHEAD, Plan, spans_from
from teams.models import Membership


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody is on call in a schedule from `start` up to `end`."""

    schedule: Schedule
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody's schedules and their plans, to be asked about any time from `at` on."""

    person: User
    at: datetime
    teams: frozenset[UUID]
    schedules: list[Schedule]
    plans: dict[UUID, Plan]

    def shifts(self, start: datetime, end: datetime) -> list[Shift]:
        """The person's shifts that overlap a time, in order; two that touch are one."""
        found = [
            shift
            for schedule in self.schedules
            for shift in self._in(schedule, self.plans[schedule.pk], start, end)
        ]
        return sorted(found, key=lambda shift: (shift.start, shift.schedule.name))

    def next_shift(self) -> Shift | None:
        """The shift of now, the one that ends last; otherwise the next one within 400 days."""
        end = self.at + LOOKED_AHEAD
        firsts = [
            shift
            for schedule in self.schedules
            if (shift := next(self._in(schedule, self.plans[schedule.pk], self.at, end), None))
        ]
        if now := [one for one in firsts if one.start <= self.at]:
            return max(now, key=lambda one: one.end)
        return min(firsts, key=lambda one: (one.start, one.schedule.name), default=None)

    def _in(
        self, schedule: Schedule, plan: Plan, start: datetime, end: datetime
    ) -> Iterator[Shift]:
        mine = {("user", self.person.pk)} | {("team", pk) for pk in self.teams}
        last: Shift | None = None
        for one in spans_from(plan, start, end):
            is_mine = not mine.isdisjoint((who.kind, who.id) for who in one.participants)
            if is_mine and last and last.end == one.start:
                last = Shift(schedule, last.start, one.end)
                continue
            if last:
                yield last
            last = Shift(schedule, one.start, one.end) if is_mine else None
        if last:
            yield last


def watch_of(person: User, at: datetime) -> Watch:
    """Somebody's schedules: where they take turns, by themselves or a team, or an override."""
    teams = frozenset(Membership.objects.filter(user=person).values_list("team", flat=True))
    schedules = list(schedules_of(person, teams, at).order_by("name", "pk"))
    plans = plans_of([one.pk for one in schedules], at)
    return Watch(person, at, teams, schedules, plans)


def schedules_of(person: User, teams: Iterable[UUID], at: datetime) -> ScheduleQuerySet:
    """The schedules that name somebody, or one of these teams."""
    turns = Participant.objects.filter(Q(user=person) | Q(team__in=teams))
    given = Override.objects.filter(user=person, ends_at__gt=at)
    named = Q(pk__in=turns.values("rotation__schedule")) | Q(pk__in=given.values("schedule"))
    return Schedule.objects.filter(named)
