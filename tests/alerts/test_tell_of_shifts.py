"""People hear that their shifts begin and end, on time, once, by their rules."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from alerts import shifts
from alerts.models import ShiftWatch
from oncall.actions.overrides import add_override
from oncall.models import Participant
from tests.alerts.telling import NOON, at, make_schedule, only_rule
from tests.jobs import run_jobs
from tests.make import SYSTEM, make_team

pytestmark = pytest.mark.django_db
DAY = 24 * 60  # minutes
JUST = ["just-before"]


def minute(now: float) -> list[str]:
    """What a run of the job sends at so many minutes after NOON: "ben: Your on-call …"."""
    with at(now):
        shifts.tell_due(timezone.now())
        run_jobs()
    sent = [f"{one.to[0].partition('@')[0]}: {one.subject}" for one in mail.outbox]
    mail.outbox.clear()
    return sent


def course(*minutes: float) -> dict[float, list[str]]:
    """At which of these minutes who is told; the first only begins to watch."""
    return {one: sent for one in minutes if (sent := minute(one))}


def who(found: dict[float, list[str]]) -> dict[float, list[str]]:
    """The same, but only the first names."""
    return {one: sorted(line.partition(":")[0] for line in sent) for one, sent in found.items()}


@pytest.fixture
def turns(ben, tom):
    """Ben has the first day from NOON on, Tom the second, and so on."""
    for person in (ben, tom):
        person.notification_rules.all().delete()
    return make_schedule(ben, tom)


def test_just_before_a_shift_begins_whose_it_is_is_told(turns, tom):
    only_rule(tom, "schedule-start", notification_time=JUST)
    assert course(0, 5, DAY - 2, DAY - 1, DAY, DAY + 1) == {
        DAY - 1: ["tom: You are on call in Shifts: Tue 3 Mar, 12:00 – Wed 4 Mar, 12:00"]
    }


def test_and_when_it_ends(turns, ben):
    only_rule(ben, "schedule-end", notification_time=JUST)
    assert course(0, DAY - 1, DAY) == {
        DAY - 1: ["ben: Your on-call shift in Shifts ends Tue 3 Mar, 12:00"]
    }


def test_at_every_moment_that_the_rule_names(turns, tom):
    only_rule(
        tom, "schedule-start", notification_time=["1-day-ago", "1-hour-ago", "15-minutes-ago"]
    )
    with at(-60):
        shifts.tell_due(timezone.now())
    found = course(0, 1, DAY - 61, DAY - 60, DAY - 16, DAY - 15, DAY - 1, DAY)
    assert list(found) == [0, DAY - 60, DAY - 15]


def test_what_is_missed_in_a_standstill_comes_late_and_once(turns, tom):
    only_rule(tom, "schedule-start", notification_time=JUST)
    assert who(course(0, DAY + 120, DAY + 121)) == {DAY + 120: ["tom"]}


def test_a_shift_that_is_over_is_not_announced(turns, tom):
    only_rule(tom, "schedule-start", notification_time=JUST)
    assert course(0, 2 * DAY + 10) == {}


def test_a_run_twice_in_a_minute_tells_once(turns, tom):
    only_rule(tom, "schedule-start", notification_time=JUST)
    assert who(course(0, DAY - 1, DAY - 1 + 0.5)) == {DAY - 1: ["tom"]}


def test_a_rule_may_name_the_schedules_it_is_about(turns, tom, ben):
    other = make_schedule(ben, tom, name="Others")
    named = [{"type": "schedule", "id": str(other.pk)}]
    only_rule(tom, "schedule-start", notification_time=JUST, schedules=named)
    assert course(0, DAY - 1)[DAY - 1] == [
        "tom: You are on call in Others: Tue 3 Mar, 12:00 – Wed 4 Mar, 12:00"
    ]


def test_windows_of_a_rule_hold_here_too(turns, tom):
    nights = {"type": "time-of-day", "restriction": {"startHour": 20, "startMin": 0, "endHour": 6, "endMin": 0}}  # fmt: skip  # noqa: E501
    only_rule(tom, "schedule-start", notification_time=JUST, time_restriction=nights)
    assert course(0, DAY - 1) == {}


def test_an_override_made_at_the_last_moment_counts(turns, tom, eve):
    only_rule(tom, "schedule-start", notification_time=JUST)
    only_rule(eve, "schedule-start", notification_time=JUST)
    minute(0)
    with at(DAY - 3):
        tomorrow = NOON + timedelta(days=1)
        add_override(turns, user=eve, starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=2), by=SYSTEM)  # fmt: skip  # noqa: E501
    found = who(course(DAY - 2, DAY - 1, DAY, DAY + 119, DAY + 120))
    assert found == {DAY - 1: ["eve"], DAY + 119: ["tom"]}


def test_a_team_that_takes_a_turn_is_told_as_its_members(turns, tom, ben, eve):
    team = make_team("Crew", members=[eve])
    only_rule(eve, "schedule-start", notification_time=JUST)
    second = Participant.objects.filter(rotation__schedule=turns, user=tom)
    second.update(kind="team", user=None, team=team)
    assert who(course(0, DAY - 1)) == {DAY - 1: ["eve"]}


def test_who_stays_on_call_is_not_told(ben):
    ben.notification_rules.all().delete()
    only_rule(ben, "schedule-start", notification_time=JUST)
    only_rule(ben, "schedule-end", notification_time=JUST)
    make_schedule(ben)
    assert course(0, DAY - 1, DAY, 2 * DAY - 1) == {}


def test_schedules_in_which_nothing_happens_are_left_alone(
    turns, ben, tom, django_assert_max_num_queries
):
    for number in range(20):
        make_schedule(ben, tom, name=f"More {number}")
    minute(0)
    with at(1), django_assert_max_num_queries(9):
        shifts.tell_due(timezone.now())
    assert ShiftWatch.objects.filter(told_until=NOON).count() == ShiftWatch.objects.count()


def test_new_people_hear_of_their_shifts_by_default(ben):
    assert ben.notification_rules.filter(
        action="schedule-start", notification_time=JUST, is_enabled=True
    ).exists()
