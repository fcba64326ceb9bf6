"""Whom schedules and steps stand for: the people who would be told at a moment."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.people import block
from accounts.models import User
from oncall.actions.escalations import Step, steps_of
from oncall.models import Escalation, Participant, Rotation, Schedule
from oncall.targets import named_first, people_named, people_of_steps, who_is_on_call
from tests.make import SYSTEM, make_escalation, make_team, make_user

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def shifts(tom, ben, eve):
    """Tom, then Ben, then Eve, a week each from Monday on."""
    schedule = Schedule.objects.create(name="Shifts")
    rotation = Rotation.objects.create(schedule=schedule, name="Weeks", starts_at=MONDAY)
    Participant.objects.bulk_create(
        Participant(rotation=rotation, position=place, kind="user", user=person)
        for place, person in enumerate([tom, ben, eve])
    )
    return schedule


def told(*steps: Step, at: datetime = MONDAY) -> list[list[str]]:
    """The first names of whom each step tells."""
    rows = steps_of(make_escalation(None, *steps))
    found = people_of_steps(rows, at, choose=None)
    return [[person.full_name.split()[0] for person in found[row.pk]] for row in rows]


def first(*escalations: Escalation, at: datetime = MONDAY) -> list[list[User]]:
    """Whom each escalation tells first."""
    return list(people_named(named_first([one.pk for one in escalations], at)).values())


def test_of_a_schedule_who_is_on_call_is_next_or_was_before(shifts):
    steps = [Step(shifts, notify_type=one) for one in ("default", "next", "previous")]
    assert told(*steps, at=MONDAY + timedelta(days=8)) == [["Ben"], ["Eve"], ["Tom"]]
    assert told(*steps) == [["Tom"], ["Ben"], []]


def test_of_a_team_members_of_the_right_role(payments, shifts):
    types = ("all", "admins", "users", "random")
    steps = [Step(payments, notify_type=one) for one in types]
    assert told(*steps) == [["Ben", "Tom"], ["Tom"], ["Ben"], ["Ben", "Tom"]]


def test_of_a_team_who_is_on_call_in_its_schedules(payments, shifts):
    shifts.team = payments
    shifts.save()
    payments.schedules.exclude(pk=shifts.pk).update(is_enabled=False)
    assert told(Step(payments)) == [["Tom"]]


def test_at_random_one_is_chosen_each_time(payments):
    row = steps_of(make_escalation(None, Step(payments, notify_type="random")))[0]
    seen = {people_of_steps([row], MONDAY)[row.pk][0].full_name for _ in range(40)}
    assert seen == {"Tom Teamadmin", "Ben Member"}


def test_blocked_people_are_left_out(ben, payments, shifts):
    block(ben, by=SYSTEM)
    steps = (Step(ben), Step(payments, notify_type="all"), Step(shifts))
    assert told(*steps, at=MONDAY + timedelta(days=8)) == [[], ["Tom"], []]


def test_a_new_team_is_on_call_as_a_whole(payments):
    schedule = payments.schedules.get()
    later = datetime(2030, 1, 1, tzinfo=UTC)
    people = who_is_on_call([schedule.pk], later)[schedule.pk]
    assert [person.full_name for person in people] == ["Ben Member", "Tom Teamadmin"]
    assert first(payments.escalations.get(), at=later) == [people]


def test_first_are_all_who_are_told_at_once(ben, eve, shifts):
    now, later = Step(shifts, delay_minutes=5), Step(ben, delay_minutes=6)
    escalation = make_escalation(None, now, Step(eve, delay_minutes=5), later)
    people, nobody = first(escalation, make_escalation(None))
    assert [one.full_name for one in people] == ["Tom Teamadmin", "Eve Stranger"]
    assert nobody == []


def test_many_cost_what_one_costs(payments):
    def queries() -> int:
        rows = list(payments.escalations.all())
        with CaptureQueriesContext(connection) as asked:
            first(*rows, at=datetime(2030, 1, 1, tzinfo=UTC))
        return len(asked)

    types = ("default", "all", "admins")
    make_escalation(payments, Step(make_user()), *(Step(payments, notify_type=n) for n in types))
    few = queries()
    for _ in range(10):
        other = make_team(members=[make_user()])
        steps = [Step(other, notify_type=one) for one in types]
        make_escalation(payments, Step(other.schedules.get()), *steps, Step(make_user()))
    assert queries() == few <= 9
