"""What scripts written for Opsgenie do with alerts."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from alerts.log import sentence
from api.v1.alert_actions import moment_of
from tests.api.make import now
from tests.api.v1.make import Script
from tests.make import make_escalation, make_schedule, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def script() -> Script:
    return Script()


def test_acknowledge_unacknowledge_close(script, alert):
    done = script.post("alert/acknowledge", alias="ledger", user="jane", note="On it.")
    assert done == {"status": "successful", "code": 200, "took": done["took"]}
    assert (now(alert).is_acknowledged, now(alert).acknowledged_by) == (True, "jane")
    assert script.refused("POST", "alert/acknowledge", alias="ledger")[0] == 105
    script.post("alert/unacknowledge/", id=str(alert.pk))
    assert not now(alert).is_acknowledged
    script.post("alert/close", tinyId=str(alert.tiny_id), source="prometheus", notify=["x"])
    assert (now(alert).status, now(alert).closed_by) == ("closed", script.row.name)
    assert [f"{entry.actor_name} {sentence(entry)}" for entry in alert.log.all()][1:] == [
        "jane acknowledged the alert",
        "jane added a note",
        f"{script.row.name} took back the acknowledgement",
        f"{script.row.name} closed the alert",
    ]
    data = script.get("alert", alias="ledger")["systemData"]
    assert data["closedBy"] == script.row.name
    assert data["closeTime"] >= 0


def test_closing_what_is_closed_or_missing_is_code_5(script, alert):
    script.post("alert/close", alias="ledger")
    assert script.refused("POST", "alert/close", alias="ledger") == (
        5,
        f"{script.row.name} has closed this alert already.",
    )
    assert script.refused("POST", "alert/close", alias="no") == (5, "Alert [no] does not exist.")


def test_a_refused_change_leaves_no_note(script, alert):
    script.post("alert/close", alias="ledger")
    before = alert.log.count()
    assert script.refused("POST", "alert/close", alias="ledger", note="Again.")[0] == 5
    assert alert.log.count() == before


def test_snooze(script, alert):
    until = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=3)
    text = until.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    script.post("alert/snooze", id=str(alert.pk), endDate=text)
    assert now(alert).snoozed_until == until
    script.post("alert/snooze", id=str(alert.pk), endDate=text, timezone="America/New_York")
    assert now(alert).snoozed_until - until in (timedelta(hours=4), timedelta(hours=5))
    for wrong in (
        {},
        {"endDate": "tomorrow"},
        {"endDate": "2016-01-28 08:00"},
        {"endDate": "9999-12-31 23:59", "timezone": "Pacific/Kiritimati"},
        {"endDate": "0001-01-01 00:00", "timezone": "Pacific/Kiritimati"},
        {"endDate": text, "timezone": "Mars"},
    ):
        code, words = script.refused("POST", "alert/snooze", id=str(alert.pk), **wrong)
        assert code in (102, 103)
        assert ("timezone" if wrong.get("timezone") == "Mars" else "endDate") in words


def test_assign_and_take(script, alert, ben, tom):
    script.post("alert/assign", alias="ledger", owner="BEN@acme.example")
    assert now(alert).owner == ben
    assert script.get("alert", alias="ledger")["owner"] == "ben@acme.example"
    assert script.refused("POST", "alert/assign", alias="ledger", owner="x@y.z")[0] == 5
    script.post("alert/takeOwnership", alias="ledger", user="tom@acme.example", note="Mine.")
    assert now(alert).owner == tom
    assert script.refused("POST", "alert/takeOwnership", alias="ledger")[0] == 102
    assert script.refused("POST", "alert/takeOwnership", alias="ledger", user="jane")[0] == 5


def test_tags_and_details(script, alert):
    script.post("alert/tags", alias="ledger", tags="slow, db")
    assert now(alert).tags == ["db", "prod", "slow"]
    script.delete("alert/tags", alias="ledger", tags="slow,db", user="jane", note="Not them.")
    assert now(alert).tags == ["prod"]
    script.post("alert/details", alias="ledger", details={"node": 7, "up": False})
    assert now(alert).details == {"region": "eu", "node": "7", "up": "false"}
    script.delete("alert/details", alias="ledger", keys=["node", "up"])  # keys=node&keys=up
    assert now(alert).details == {"region": "eu"}
    assert script.refused("DELETE", "alert/tags", alias="ledger")[0] == 102
    assert script.refused("DELETE", "alert/details", alias="ledger", keys=",")[0] == 102
    assert [sentence(entry) for entry in alert.log.all()][2:4] == [
        "removed the tags db, slow",
        "added a note",
    ]


def test_teams_and_recipients(script, alert, ben):
    make_team("Storage")
    make_schedule("Nights")
    script.post("alert/team", alias="ledger", team="storage")
    script.post("alert/recipient", alias="ledger", recipient="ben@acme.example")
    script.post("alert/recipient", alias="ledger", recipient="Nights")
    whole = script.get("alert", alias="ledger")
    assert whole["teams"] == ["Payments", "Storage"]
    assert whole["recipients"] == ["ben@acme.example", "Nights"]
    assert script.refused("POST", "alert/team", alias="ledger", team="x")[0] == 5
    assert script.refused("POST", "alert/recipient", alias="ledger", recipient="x")[0] == 5


def test_actions_and_escalations(script, alert, payments):
    ran = script.post("alert/executeAction", alias="ledger", action="restart")
    assert ran == {"result": "successful", "code": 200, "took": ran["took"]}
    assert script.refused("POST", "alert/executeAction", alias="ledger", action="x")[0] == 103
    first = make_escalation(payments, name="First")
    for named in ({"escalationId": str(first.pk)}, {"escalationName": "first"}):
        script.post("alert/escalateToNext", alias="ledger", **named)
    assert alert.log.filter(verb="escalated").count() == 2
    assert script.refused("POST", "alert/escalateToNext", alias="ledger")[0] == 102
    assert (
        script.refused("POST", "alert/escalateToNext", alias="ledger", escalationName="x")[0] == 5
    )


def test_the_end_of_a_snooze_is_read_in_its_time_zone():
    assert moment_of("2027-07-01 08:00", "Europe/Berlin") == datetime(2027, 7, 1, 6, tzinfo=UTC)
    assert moment_of("2027-07-01T08:00:00+03:00", "UTC") == datetime(2027, 7, 1, 5, tzinfo=UTC)


def test_a_group_is_added_whole_in_as_many_queries_as_one_person(script, alert):
    def asked(group: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            script.post("alert/recipient", alias="ledger", recipient=group)
        return len(captured)

    for name, number in (("first", 1), ("one", 1), ("many", 9)):
        people = [make_user().username for _ in range(number)]
        script.post("group", name=name, users=people)
    asked("first")
    assert asked("one") == asked("many")
    assert len(now(alert).people_ids) == 11
    assert [entry.verb for entry in alert.log.all()][1:] == ["responder_added"] * 11
    assert ProcrastinateJob.objects.filter(task_name="alerts.tell_more").count() == 11
    asked("many")
    assert len(now(alert).responders) == 12


def test_groups_that_can_t_be_recipients(script, alert):
    script.post("group", name="empty")
    said = {"alias": "ledger", "recipient": "empty"}
    assert script.refused("POST", "alert/recipient", **said) == (
        103,
        "recipient: This group has nobody in it.",
    )
    people = [make_user().username for _ in range(51)]
    script.post("group", name="many", users=people)
    assert script.refused("POST", "alert/recipient", alias="ledger", recipient="many") == (
        103,
        "recipient: An alert has at most 50 responders.",
    )
    assert not now(alert).people_ids
