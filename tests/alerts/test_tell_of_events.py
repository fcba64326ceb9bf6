"""Who is told of what happens to an alert later."""

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.actors import Actor
from alerts.actions.answers import acknowledge, close, unacknowledge
from alerts.actions.bulk import close_many
from alerts.actions.content import add_note
from alerts.actions.ownership import assign
from alerts.models import Alert, AlertLog
from tests.alerts.telling import NOON, at, make_rule, make_schedule, only_rule, said, told
from tests.jobs import run_jobs
from tests.make import SYSTEM, make_alert

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(ben) -> Alert:
    """An alert that Ben was told of."""
    made = make_alert("db is down", responders=[make_schedule(ben)], at=NOON)
    told()
    return made


@pytest.mark.parametrize(
    ("action", "act", "news"),
    [
        ("acknowledged-alert", acknowledge, "Acknowledged: "),
        ("closed-alert", close, "Closed: "),
        ("add-note", lambda alert, by: add_note(alert, "Looking.", by=by), "New note: "),
    ],
)
def test_who_was_told_before_hears_of_it_by_their_rules(alert, ben, tom, action, act, news):
    make_rule(ben, action)
    with at(1):
        act(alert, by=Actor.of_user(tom))
    assert told(1) == [f"ben: [P3] #{alert.tiny_id} {news}db is down"]


def test_without_a_rule_nobody_hears_of_it_and_the_log_keeps_quiet(alert, tom):
    with at(1):
        close(alert, by=Actor.of_user(tom))
    assert told(1) == []
    assert said(alert)[-1] == "closed the alert"


def test_who_did_it_is_not_told(alert, ben):
    make_rule(ben, "closed-alert")
    with at(1):
        close(alert, by=Actor.of_user(ben))
    assert told(1) == []


def test_the_owner_is_told_too(alert, ben, eve):
    make_rule(eve, "add-note")
    with at(1):
        assign(alert, eve, by=SYSTEM)
        told(1)
        add_note(alert, "The disk is full.", by=Actor.of_user(ben))
        run_jobs()
    assert "Ben Member added a note:\n\nThe disk is full." in mail.outbox[0].body
    assert "Why you: You own this alert." in mail.outbox[0].body


def test_an_assigned_alert_is_told_to_its_new_owner_only(alert, ben, eve):
    make_rule(ben, "assigned-alert")
    with at(1):
        assign(alert, eve, by=SYSTEM)
    assert told(1) == [f"eve: [P3] #{alert.tiny_id} Assigned to you: db is down"]


def test_who_takes_an_alert_themselves_is_not_told(alert, ben):
    with at(1):
        assign(alert, ben, by=Actor.of_user(ben))
    assert told(1) == []


def test_an_acknowledgement_taken_back_asks_again(alert, ben, tom):
    with at(1):
        acknowledge(alert, by=Actor.of_user(tom))
        unacknowledge(alert, by=Actor.of_user(tom))
    assert told(1) == [f"ben: [P3] #{alert.tiny_id} Again: db is down"]


def test_what_waited_when_it_was_acknowledged_stays_dropped(ben, tom):
    only_rule(ben, "create-alert", 0, 5)
    alert = make_alert("db is down", responders=[make_schedule(ben)], at=NOON)
    assert len(told(0)) == 1
    with at(1):
        acknowledge(alert, by=Actor.of_user(tom))
        run_jobs()
    with at(2):
        unacknowledge(alert, by=Actor.of_user(tom))
    assert [minute for minute in range(2, 12) if told(minute)] == [2, 7]


def test_an_event_told_twice_is_told_once(alert, ben, tom):
    from alerts.events import tell_of

    make_rule(ben, "closed-alert")
    with at(1):
        close(alert, by=Actor.of_user(tom))
        assert len(told(1)) == 1
        tell_of([AlertLog.objects.get(verb="closed").pk])
    assert told(1) == []


def test_many_closed_at_once_cost_the_request_one_statement(ben, django_assert_max_num_queries):
    alerts = [make_alert(at=NOON) for _ in range(20)]
    with django_assert_max_num_queries(10):
        close_many([alert.pk for alert in alerts], by=SYSTEM)
    assert ProcrastinateJob.objects.filter(task_name="alerts.tell_of").count() == 1
