"""Lists, counts, logs, notes and recipients of alerts, read by scripts written for Opsgenie."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alerts.actions import answers
from alerts.models import Notification
from tests.api.v1.make import Script
from tests.make import SYSTEM, make_alert, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def alerts(payments):
    """Three alerts, an hour apart: closed, acknowledged, open."""
    start = timezone.now() - timedelta(hours=3)
    made = {
        "first": make_alert("first", at=start, tags=("db", "prod"), responders=[payments]),
        "second": make_alert("second", at=start + timedelta(hours=1), tags=("db",)),
        "third": make_alert("third", at=start + timedelta(hours=2), tags=("web",)),
    }
    answers.close(made["first"], by=SYSTEM)
    answers.acknowledge(made["second"], by=SYSTEM)
    return made


def listed(script: Script, **said: object) -> str:
    """The messages of a list."""
    return " ".join(one["message"] for one in script.get("alert", **said)["alerts"])


def test_a_list(script, alerts):
    assert listed(script) == "third second first"
    assert listed(script, order="ASC", limit="2") == "first second"
    assert listed(script, sortBy="updatedAt") == "second first third"
    one = script.get("alert/", status="acked")["alerts"][0]
    assert one == {
        "id": str(alerts["second"].pk),
        "tinyId": str(alerts["second"].tiny_id),
        "alias": alerts["second"].alias,
        "message": "second",
        "status": "open",
        "isSeen": True,
        "acknowledged": True,
        "createdAt": one["createdAt"],
        "updatedAt": one["updatedAt"],
        "owner": "",
        "tags": ["db"],
    }


@pytest.mark.parametrize(
    ("said", "messages"),
    [
        ({"status": "open"}, "third second"),
        ({"status": "closed"}, "first"),
        ({"status": "unacked"}, "third"),
        ({"status": "seen"}, "second first"),
        ({"status": "notseen"}, "third"),
        ({"tags": "prod,web"}, "third first"),
        ({"tags": ["prod", "web"]}, "third first"),
        ({"tags": "db,prod", "tagsOperator": "and"}, "first"),
        ({"teams": "PAYMENTS"}, "first"),
        ({"teams": "nobody's"}, ""),
    ],
)
def test_what_is_asked_for(script, alerts, said, messages):
    assert listed(script, **said) == messages
    assert script.get("alert/count", **said)["count"] == len(messages.split())


@pytest.mark.parametrize("unit", [1, 10**3, 10**6, 10**9])
def test_times_in_any_unit(script, alerts, unit):
    at = int((alerts["second"].created_at + timedelta(minutes=1)).timestamp() * unit)
    assert listed(script, createdAfter=at) == "third"
    assert listed(script, createdBefore=at, order="asc") == "first second"


def test_a_list_goes_on_before_its_last_alert(script, alerts):
    page = script.get("alert", limit=2)["alerts"]
    assert listed(script, createdBefore=page[-1]["createdAt"]) == "first"


def test_what_cannot_be_listed_is_named(script):
    for wrong in (
        {"limit": 101},
        {"limit": 0},
        {"order": "up"},
        {"sortBy": "x"},
        {"status": "new"},
        {"createdAfter": "yesterday"},
        {"createdAfter": "9" * 30},
        {"updatedBefore": -1},
        {"tags": "\0"},
    ):
        code, words = script.refused("GET", "alert", **wrong)
        assert (code, words.partition("[")[0].partition(":")[0]) == (103, next(iter(wrong)))


def test_lists_take_few_queries(script, django_assert_max_num_queries):
    team = make_team()
    for _ in range(10):
        make_alert(responders=[team])
    with django_assert_max_num_queries(4):
        assert len(script.get("alert", teams=team.name)["alerts"]) == 10
    alert = make_alert()
    with django_assert_max_num_queries(3):
        script.get("alert", id=str(alert.pk))


def test_the_log_and_the_notes_page_by_page(script):
    alert = make_alert(alias="ledger")
    for number in range(3):
        script.post("alert/note", alias="ledger", note=f"Note {number}", user="jane")
    log = script.get("alert/log", alias="ledger")
    assert [one["logType"] for one in log["logs"]] == ["system", "comment", "comment", "comment"]
    assert log["logs"][1] == {
        "log": "jane added a note via api",
        "logType": "comment",
        "owner": "jane",
        "createdAt": log["logs"][1]["createdAt"],
    }
    assert log["logs"][0]["createdAt"] // 1000 == int(alert.created_at.timestamp())
    first = script.get("alert/note", alias="ledger", limit=2)
    assert [one["note"] for one in first["notes"]] == ["Note 0", "Note 1"]
    rest = script.get("alert/note", alias="ledger", limit=2, lastKey=first["lastKey"])
    assert [one["note"] for one in rest["notes"]] == ["Note 2"]
    end = script.get("alert/note", alias="ledger", lastKey=rest["lastKey"])
    assert end == {"notes": [], "took": end["took"]}
    last = script.get("alert/log", alias="ledger", order="desc", limit="1")
    assert last["logs"] == log["logs"][-1:]
    before = script.get("alert/log", alias="ledger", order="desc", lastKey=last["lastKey"])
    assert before["logs"] == log["logs"][-2::-1]
    assert script.refused("GET", "alert/log", alias="ledger", lastKey="x")[0] == 103
    assert script.refused("POST", "alert/note", alias="ledger", note=" ")[0] == 103
    assert script.refused("GET", "alert/log", alias="x")[0] == 5


def test_who_was_told(script, ben):
    alert = make_alert(alias="ledger", responders=[ben])
    due = timezone.now()
    for state in ("skipped", "waiting"):
        Notification.objects.create(
            alert=alert, user=ben, method="email", to=ben.username, due_at=due, state=state
        )
    told = script.get("alert/recipient", alias="ledger")
    assert told == {
        "users": [
            {
                "username": "ben@acme.example",
                "state": "pending",
                "method": "email",
                "stateChangedAt": told["users"][0]["stateChangedAt"],
            }
        ],
        "groups": {},
        "took": told["took"],
    }
