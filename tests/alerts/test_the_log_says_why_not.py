"""Nobody is left out silently: the log says what was deleted, and whom nothing reaches."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.people import delete_user
from accounts.actors import Actor
from accounts.models import NotificationRule
from alerts import telling
from alerts.actions.answers import close, snooze
from alerts.actions.reaching import add_responder, escalate
from alerts.limits import Named
from alerts.models import Alert, Notification
from oncall.actions.escalations import Step, change_escalation, delete_escalation
from tests.alerts.telling import NOON, at, make_schedule, said, told
from tests.make import SYSTEM, make_alert, make_escalation, make_team, make_user
from tests.make import make_rule as make_routing_rule

pytestmark = pytest.mark.django_db


def test_what_was_deleted_before_anybody_was_told_is_named(eve, ben):
    schedule, escalation = make_schedule(name="Nights"), make_escalation(name="Steps")
    alert = make_alert(responders=[schedule, escalation, eve, ben], at=NOON)
    schedule.delete()
    delete_escalation(escalation, by=SYSTEM)
    delete_user(eve, by=SYSTEM)
    assert [one.partition(":")[0] for one in told()] == ["ben"]
    assert said(alert)[:3] == [
        f"could not notify the {what}: deleted meanwhile"
        for what in ("schedule Nights", "escalation Steps", "person Eve Stranger")
    ]


def test_what_a_rule_chose_and_was_deleted_is_named(payments):
    schedule = make_schedule(name="Nights")
    make_routing_rule(payments, "All", notify=schedule)
    alert = make_alert(responders=[payments], at=NOON)
    payments.routing_rules.filter(name="All").delete()
    schedule.delete()
    assert told() == []
    assert said(alert) == ["could not notify the schedule Nights: deleted meanwhile"]


def test_what_was_added_and_deleted_is_named(ben):
    alert, schedule = make_alert(responders=[ben], at=NOON), make_schedule(name="Nights")
    told()
    add_responder(alert, Named("schedule", id=str(schedule.pk)), by=SYSTEM)
    schedule.delete()
    assert told() == []
    assert said(alert)[-1] == "could not notify the schedule Nights: deleted meanwhile"


def test_an_escalation_without_steps_says_so(db):
    alert = make_alert(responders=[make_escalation(name="Steps")], at=NOON)
    assert told() == []
    assert said(alert) == ["could not notify the escalation Steps: it has no steps"]


def test_an_escalation_that_lost_its_steps_says_so(ben):
    steps = make_escalation(None, Step(ben), Step(ben, 5), name="Steps")
    alert = make_alert(responders=[steps], at=NOON)
    told()
    change_escalation(steps, steps=[], by=SYSTEM)
    assert told(5) == []
    assert said(alert)[-1] == "could not notify the escalation Steps: it has no steps"


def test_who_is_added_to_an_alert_that_was_closed_before_they_were_told(ben, eve):
    alert = make_alert(responders=[ben], at=NOON)
    told()
    with at(1):
        add_responder(alert, Named("user", id=str(eve.pk)), by=SYSTEM)
        close(alert, by=Actor.of_user(ben))
    told(1)
    assert "told nobody: Ben Member has closed the alert already" in said(alert)


def test_an_escalation_started_under_a_snooze_begins_after_it(ben, eve):
    alert = make_alert(responders=[ben], at=NOON)
    told()
    with at(1):
        snooze(alert, until=NOON.replace(hour=13), by=SYSTEM)
        escalate(alert, make_escalation(None, Step(eve)), by=SYSTEM)
    assert told(1) == []
    assert said(alert)[-1] == "told nobody: the alert is snoozed"
    assert sorted(one.partition(":")[0] for one in told(60)) == ["ben", "eve"]


def test_deleting_an_escalation_is_said_where_it_is_at_work(ben, tom, payments, as_user):
    steps = make_escalation(payments, Step(ben), Step(ben, 5), name="Steps")
    alert = make_alert(responders=[steps], at=NOON)
    over = make_alert(responders=[steps], at=NOON)
    told()
    close(over, by=SYSTEM)
    response = as_user(tom).post(f"{steps.get_absolute_url()}delete/", {"name": "Steps"})
    assert response.status_code == 302
    assert said(alert)[-1] == "deleted the escalation Steps: its further steps do not come"
    assert alert.log.last().actor_name == "Tom Teamadmin"
    assert not any("deleted" in line for line in said(over))
    assert told(5) == []


def test_deleting_a_team_is_said_where_its_escalations_are_at_work(ben, ada, payments, as_user):
    steps = make_escalation(payments, Step(ben), Step(ben, 5), name="Steps")
    alert = make_alert(responders=[steps], at=NOON)
    told()
    as_user(ada).post(f"/teams/{payments.pk}/delete/", {"name": "Payments"})
    assert said(alert)[-1] == "deleted the escalation Steps: its further steps do not come"


def test_deleting_an_escalation_costs_the_same_however_many_alerts_it_is_at_work_on(ben):
    def cost(alerts: int) -> int:
        steps = make_escalation(None, Step(ben), Step(ben, 5))
        for _ in range(alerts):
            make_alert(responders=[steps], at=NOON)
        told()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            delete_escalation(steps, by=SYSTEM)
        return len(queries)

    assert cost(9) == cost(2)


@pytest.fixture
def crowds():
    """Two teams, of 5 and of 50 people."""
    people = [make_user() for _ in range(50)]
    return make_team("Few", members=people[:5]), make_team("Many", members=people)


def cost_of_telling(team) -> tuple[int, Alert]:
    """How many statements it takes to tell a whole team of an alert."""
    everybody = make_escalation(None, Step(team, notify_type="all"))
    alert = make_alert(responders=[everybody], at=NOON)
    with at(), CaptureQueriesContext(connection) as queries:
        telling.tell(alert.pk)
    return len(queries), alert


def test_fifty_whom_nothing_reaches_cost_what_five_cost(crowds):
    NotificationRule.objects.all().delete()
    few, alert = cost_of_telling(crowds[0])
    many, other = cost_of_telling(crowds[1])
    assert many == few
    names = ", ".join(
        one.user.full_name for one in crowds[0].memberships.order_by("user__full_name")
    )
    entry = alert.log.get(verb="unreachable")
    assert entry.details["person"] == f"5 people ({names})"
    assert len(other.log.get(verb="unreachable").details["person_ids"]) == 50


def test_fifty_whose_rules_repeat_cost_what_five_cost(crowds):
    rules = NotificationRule.objects.filter(action="create-alert")
    rules.update(repeat={"loopAfter": 10, "enabled": True})
    few, _ = cost_of_telling(crowds[0])
    many, _ = cost_of_telling(crowds[1])
    assert many == few
    assert Notification.objects.count() == 55
