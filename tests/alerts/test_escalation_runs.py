"""Escalations at work: who is told when, and what stops them."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.actors import Actor
from alerts.actions.answers import acknowledge, close, snooze, unacknowledge
from alerts.actions.reaching import escalate
from alerts.models import Alert, EscalationRun
from alerts.telling import escalate as do_step
from oncall.actions.escalations import Step
from oncall.models import Escalation
from tests.alerts.telling import NOON, at, make_schedule, rows, said, told
from tests.make import SYSTEM, make_alert, make_escalation

pytestmark = pytest.mark.django_db


def who(minutes: float) -> list[str]:
    """The first names of those who get a mail by then, newly."""
    return [one.partition(":")[0] for one in told(minutes)]


def course(*minutes: float) -> dict[float, list[str]]:
    """Who is told at which of these minutes; those at which nobody is are left out."""
    return {minute: people for minute in minutes if (people := who(minute))}


@pytest.fixture
def steps(ben, tom, eve) -> Escalation:
    return make_escalation(None, Step(ben), Step(tom, 5), Step(eve, 10), name="Steps")


def begin(escalation: Escalation) -> Alert:
    return make_alert("db is down", responders=[escalation], at=NOON)


def test_each_step_comes_on_time(steps):
    alert = begin(steps)
    assert course(0, 4, 5, 9, 10, 60) == {0: ["ben"], 5: ["tom"], 10: ["eve"]}
    assert said(alert) == [
        "went to step 1 of Steps: Ben Member",
        "notified Ben Member by e-mail – Escalation Steps, step 1",
        "went to step 2 of Steps: Tom Teamadmin",
        "notified Tom Teamadmin by e-mail – Escalation Steps, step 2",
        "went to step 3 of Steps: Eve Stranger",
        "notified Eve Stranger by e-mail – Escalation Steps, step 3",
    ]
    assert EscalationRun.objects.get().state == "done"


def test_after_a_standstill_what_was_missed_comes_at_once(steps):
    begin(steps)
    assert course(0, 60) == {0: ["ben"], 60: ["tom", "eve"]}


def test_an_acknowledgement_stops_the_steps_that_ask_for_it(ben, tom, eve):
    closed = {"condition": "if-not-closed"}
    alert = begin(make_escalation(None, Step(ben), Step(tom, 5), Step(eve, 10, **closed)))
    assert who(0) == ["ben"]
    with at(1):
        acknowledge(alert, by=Actor.of_user(ben))
    assert course(5, 10, 60) == {10: ["eve"]}
    assert any("nobody is told, as Ben Member has acknowledged" in line for line in said(alert))


def test_an_acknowledgement_taken_back_lets_the_next_step_speak(steps, ben):
    alert = begin(steps)
    who(0)
    with at(1):
        acknowledge(alert, by=Actor.of_user(ben))
    assert who(5) == []
    with at(6):
        unacknowledge(alert, by=Actor.of_user(ben))
    assert course(7, 10) == {10: ["eve"]}


@pytest.mark.parametrize(("told_first", "again"), [(True, 10), (False, 13)])
def test_taken_back_before_the_first_or_after_the_last_step_it_goes_on(ben, tom, told_first, again):
    repeat = {"repeat_after_minutes": 10, "repeat_count": 1}
    alert = begin(make_escalation(None, Step(tom), **repeat))
    assert not told_first or who(0) == ["tom"]
    with at(1):
        acknowledge(alert, by=Actor.of_user(ben))
    assert who(2) == []
    with at(3):
        unacknowledge(alert, by=Actor.of_user(ben))
    assert course(3, 10, 13, 30) == {3: ["tom"], again: ["tom"]}


def test_an_acknowledgement_that_ended_a_snooze_can_be_taken_back(steps, ben):
    alert = begin(steps)
    who(0)
    with at(1):
        snooze(alert, until=NOON + timedelta(hours=1), by=Actor.of_user(ben))
    assert who(2) == []
    with at(6):
        acknowledge(alert, by=Actor.of_user(ben))
    assert who(6) == []
    with at(7):
        unacknowledge(alert, by=Actor.of_user(ben))
    assert course(7, 12, 17, 60) == {7: ["ben"], 12: ["tom"], 17: ["eve"]}


@pytest.mark.parametrize("how", ["close", "snooze"])
def test_closing_and_snoozing_end_it(steps, ben, how):
    alert = begin(steps)
    who(0)
    with at(1):
        if how == "close":
            close(alert, by=Actor.of_user(ben))
        else:
            snooze(alert, until=NOON + timedelta(hours=1), by=Actor.of_user(ben))
    assert course(5, 10, 59) == {}
    assert EscalationRun.objects.get().state == "stopped"
    if how == "snooze":
        assert course(60, 64, 65, 70) == {60: ["ben"], 65: ["tom"], 70: ["eve"]}


def test_it_repeats_as_often_as_it_should(ben, tom):
    repeat = {"repeat_after_minutes": 10, "repeat_count": 2}
    alert = begin(make_escalation(None, Step(ben), Step(tom, 5), name="Steps", **repeat))
    found = course(*range(0, 70, 5))
    assert found == {0: ["ben"], 5: ["tom"], 15: ["ben"], 20: ["tom"], 30: ["ben"], 35: ["tom"]}
    assert "began the escalation Steps again, round 3" in said(alert)
    alert.refresh_from_db()
    assert alert.is_open


def test_when_all_is_over_it_closes_the_alert(ben):
    repeat = {"repeat_after_minutes": 10, "repeat_count": 1, "closes_alert": True}
    alert = begin(make_escalation(None, Step(ben), name="Steps", **repeat))
    assert course(0, 10, 19) == {0: ["ben"], 10: ["ben"]}
    alert.refresh_from_db()
    assert alert.is_open
    who(20)
    alert.refresh_from_db()
    assert (alert.is_open, alert.closed_by) == (False, "Escalation Steps")
    assert "came to the end of the escalation Steps, and nobody has answered" in said(alert)


def test_it_does_not_repeat_what_somebody_has_acknowledged(ben):
    repeat = {"repeat_after_minutes": 10, "repeat_count": 5, "closes_alert": True}
    alert = begin(make_escalation(None, Step(ben), **repeat))
    who(0)
    with at(1):
        acknowledge(alert, by=Actor.of_user(ben))
    assert course(*range(10, 70, 10)) == {}
    assert EscalationRun.objects.get().state == "done"
    quiet = "round 2: it tells nobody while Ben Member has the alert acknowledged"
    assert [quiet in line for line in said(alert) if "round" in line] == [True]
    alert.refresh_from_db()
    assert alert.is_open


def test_rounds_go_by_the_clock_under_an_acknowledgement_that_is_taken_back(ben, tom, eve):
    repeat = {"repeat_after_minutes": 10, "repeat_count": 3}
    alert = begin(make_escalation(None, Step(tom), Step(eve, 5), **repeat))  # 0, 15, 30, 45
    assert who(0) == ["tom"]
    with at(1):
        acknowledge(alert, by=Actor.of_user(ben))
    assert course(5, 15, 20, 30) == {}
    with at(32):
        unacknowledge(alert, by=Actor.of_user(ben))
    found = course(32, 35, 40, 45, 50, 60, 90)
    assert found == {32: ["tom"], 35: ["eve"], 45: ["tom"], 50: ["eve"]}  # at 32: taken back


def test_taken_back_before_the_end_it_still_closes_the_alert(ben):
    repeat = {"repeat_after_minutes": 10, "repeat_count": 1, "closes_alert": True}
    alert = begin(make_escalation(None, Step(ben), **repeat))
    who(0)
    with at(1):
        acknowledge(alert, by=Actor.of_user(ben))
    who(10)
    with at(15):
        unacknowledge(alert, by=Actor.of_user(ben))
    assert course(15, 20) == {}
    alert.refresh_from_db()
    assert not alert.is_open


def test_a_standstill_takes_no_round_away(ben, tom):
    repeat = {"repeat_after_minutes": 10, "repeat_count": 1, "closes_alert": True}
    alert = begin(make_escalation(None, Step(ben), Step(tom, 5), **repeat))
    found = course(0, 60, 69, 70, 75, 84)
    assert found == {0: ["ben"], 60: ["tom"], 70: ["ben"], 75: ["tom"]}
    alert.refresh_from_db()
    assert alert.is_open
    who(85)
    alert.refresh_from_db()
    assert not alert.is_open


def test_an_open_list_shows_that_an_acknowledgement_was_taken_back(ben, tom, as_user):
    repeat = {"repeat_after_minutes": 10, "repeat_count": 1, "resets_recipients": True}
    alert = begin(make_escalation(None, Step(tom), **repeat))
    who(0)
    with at(1):
        acknowledge(alert, by=Actor.of_user(ben))
    with at(9):
        client = as_user(tom)
        assert rows(client, since=8) == 0
    who(10)
    with at(11):
        assert rows(client, since=9) == 1


def test_it_can_take_an_acknowledgement_back_when_it_repeats(ben, tom):
    repeat = {"repeat_after_minutes": 10, "repeat_count": 1, "resets_recipients": True}
    alert = begin(make_escalation(None, Step(tom), name="Steps", **repeat))
    who(0)
    with at(1):
        acknowledge(alert, by=Actor.of_user(ben))
    assert course(10, 20) == {10: ["tom"]}
    alert.refresh_from_db()
    assert not alert.is_acknowledged
    assert any("took back the acknowledgement" in line for line in said(alert))


def test_a_step_asks_who_is_on_call_when_it_is_due(ben, tom):
    schedule = make_schedule(ben, tom)
    day = 24 * 60
    begin(make_escalation(None, Step(schedule), Step(schedule, day)))
    assert course(0, day) == {0: ["ben"], day: ["tom"]}


def test_a_step_that_finds_nobody_says_so(tom):
    alert = begin(make_escalation(None, Step(make_schedule()), Step(tom, 5), name="Steps"))
    assert course(0, 5) == {5: ["tom"]}
    assert "went to step 1 of Steps: there is nobody to tell" in said(alert)


def test_escalating_begins_with_the_first_step_again(steps, ben):
    alert = begin(steps)
    assert course(0, 5) == {0: ["ben"], 5: ["tom"]}
    with at(6):
        escalate(alert, steps, by=Actor.of_user(ben))
    assert course(6, 10, 11, 16) == {6: ["ben"], 11: ["tom"], 16: ["eve"]}
    assert sorted(EscalationRun.objects.values_list("state", flat=True)) == ["done", "stopped"]


def test_a_snooze_brings_back_what_was_started_by_hand(steps, ben):
    alert = make_alert("db is down", at=NOON)
    with at(1):
        escalate(alert, steps, by=Actor.of_user(ben))
    assert who(1) == ["ben"]
    with at(2):
        snooze(alert, until=NOON + timedelta(minutes=20), by=Actor.of_user(ben))
    assert course(6, 20, 25, 30) == {20: ["ben"], 25: ["tom"], 30: ["eve"]}


def test_a_step_done_twice_tells_once(steps):
    begin(steps)
    who(0)
    run = EscalationRun.objects.get()
    with at(5):
        do_step(run.pk)
        do_step(run.pk)
    assert who(5) == ["tom"]


def test_a_step_costs_what_it_costs_however_many_are_told(
    django_assert_max_num_queries, payments, ben
):
    begin(make_escalation(None, Step(ben), Step(payments, 5, notify_type="all")))
    who(0)
    with at(5), django_assert_max_num_queries(30):
        do_step(EscalationRun.objects.get().pk)
    assert ProcrastinateJob.objects.filter(status="todo", task_name="alerts.send").count() == 2


def test_an_escalation_changed_on_its_way_goes_on_as_it_is_now(steps, eve, ben):
    from oncall.actions.escalations import change_escalation

    begin(steps)
    who(0)
    change_escalation(steps, steps=[Step(ben), Step(eve, 7)], by=SYSTEM)
    assert course(5, 7, 10) == {7: ["eve"]}
