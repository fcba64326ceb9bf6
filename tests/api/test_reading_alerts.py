"""What scripts read of alerts: lists, one, logs, notes, recipients, requests."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.actors import Actor
from alerts.actions.answers import acknowledge, close, snooze
from alerts.actions.content import add_note
from alerts.models import Notification
from tests.api.make import ApiClient
from tests.make import NOBODYS_ID, SYSTEM, make_alert, make_team

AT = datetime(2026, 11, 22, 8, 34, 30, 283_999, tzinfo=UTC)


@pytest.fixture
def client(db) -> ApiClient:
    return ApiClient()


def test_one_alert_with_everything(client, payments, ben):
    by = Actor.of_key(client.row)
    alert = make_alert(
        "db: slow",
        by=by,
        at=AT,
        alias="ledger",
        description="Slow.",
        entity="ledger-1",
        source="prometheus",
        priority=2,
        tags=("db",),
        actions=("restart",),
        details={"region": "eu"},
        responders=[payments, ben],
    )
    acknowledge(alert, by=Actor.of_user(ben))
    found = client.get(f"alerts/{alert.pk}")
    took = found["report"]["ackTime"]
    assert found == {
        "id": str(alert.pk),
        "tinyId": str(alert.tiny_id),
        "alias": "ledger",
        "message": "db: slow",
        "status": "open",
        "acknowledged": True,
        "isSeen": True,
        "tags": ["db"],
        "snoozed": False,
        "count": 1,
        "lastOccurredAt": "2026-11-22T08:34:30.283Z",
        "createdAt": "2026-11-22T08:34:30.283Z",
        "updatedAt": found["updatedAt"],
        "source": "prometheus",
        "owner": "ben@acme.example",
        "priority": "P2",
        "responders": [
            {"type": "team", "id": str(payments.pk)},
            {"type": "user", "id": str(ben.pk)},
        ],
        "integration": {"id": str(client.row.pk), "name": client.row.name, "type": "API"},
        "report": {"ackTime": took, "acknowledgedBy": "Ben Member"},
        "ownerTeamId": str(payments.pk),
        "actions": ["restart"],
        "entity": "ledger-1",
        "description": "Slow.",
        "details": {"region": "eu"},
    }


def test_by_alias_and_short_number(client):
    alert = make_alert(alias="ledger")
    for path in ("ledger?identifierType=alias", f"{alert.tiny_id}?identifierType=tiny"):
        assert client.get(f"alerts/{path}")["id"] == str(alert.pk)
    answer = client.send("GET", f"alerts/{NOBODYS_ID}")
    assert answer.status_code == 404
    assert "does not exist" in answer.json()["message"]


def test_snoozed_and_closed(client):
    alert = make_alert()
    until = timezone.now() + timedelta(hours=1)
    snooze(alert, until=until, by=SYSTEM)
    found = client.get(f"alerts/{alert.pk}")
    assert found["snoozed"]
    assert found["snoozedUntil"].startswith(f"{until:%Y-%m-%dT%H:%M:%S}.")
    close(alert, by=SYSTEM)
    found = client.get(f"alerts/{alert.pk}")
    assert (found["status"], found["snoozed"]) == ("closed", False)
    assert found["report"]["closedBy"] == "Test"


def test_lists_are_sorted_cut_and_searched(client, payments):
    for number in range(5):
        make_alert(f"db {number}", alias=f"a{number}", at=AT + timedelta(minutes=number))
    make_alert("web", responders=[payments], priority=1, at=AT - timedelta(hours=1))
    make_alert("web", alias="a2")
    names = [one["alias"] for one in client.get("alerts?limit=3")]
    assert names == ["a4", "a3", "a2"]
    assert [one["alias"] for one in client.get("alerts?limit=2&offset=3")] == ["a1", "a0"]
    assert client.get("alerts?sort=tinyId&order=asc")[0]["alias"] == "a0"
    assert client.get("alerts?sort=count")[0]["alias"] == "a2"
    assert len(client.get("alerts?query=status:open%20priority:P1")) == 1
    assert client.get("alerts/count?query=db") == {"count": 5}
    assert client.get("alerts/count") == {"count": 6}


def test_pages_lead_to_each_other(client):
    for number in range(5):
        make_alert(alias=f"a{number}")
    answer = client.send("GET", "alerts?limit=2&query=status:open")
    seen = []
    while True:
        seen += [one["alias"] for one in answer.json()["data"]]
        following = answer.json()["paging"].get("next")
        if not following:
            break
        answer = client.send("GET", following.partition("/v2/")[2])
    assert seen == ["a4", "a3", "a2", "a1", "a0"]
    assert "prev" in answer.json()["paging"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("query=color:red", "query"),
        ("sort=size", "sort"),
        ("searchIdentifier=x", "searchIdentifier"),
    ],
)
def test_what_is_not_understood(query, field, client):
    answer = client.send("GET", f"alerts?{query}")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


def test_every_order_works(client):
    from api.v2.alert_lists import COLUMNS

    for sort in COLUMNS:
        for order in ("asc", "desc"):
            assert client.get(f"alerts?sort={sort}&order={order}") == []


def test_a_list_is_three_queries(client, payments, django_assert_num_queries):
    for _ in range(5):
        make_alert(responders=[payments])
    client.get("alerts")
    with django_assert_num_queries(2):  # the key, the alerts
        client.get("alerts")


def test_a_teams_key_sees_its_teams(payments):
    make_alert("of payments", responders=[payments])
    make_alert("of others", responders=[make_team("Fraud")])
    assert [one["message"] for one in ApiClient(team=payments).get("alerts")] == ["of payments"]


def test_logs_and_notes_page_by_page(client, ben):
    alert = make_alert(note="Zero.")
    for note in ("One.", "Two.", "Three."):
        add_note(alert, note, by=Actor.of_user(ben))
    path = f"alerts/{alert.pk}/notes?limit=2"
    first = client.send("GET", path).json()
    assert [line["note"] for line in first["data"]] == ["Three.", "Two."]
    assert first["data"][0]["owner"] == "Ben Member"
    second = client.send("GET", first["paging"]["next"].partition("/v2/")[2]).json()
    assert [line["note"] for line in second["data"]] == ["One.", "Zero."]
    assert "next" not in second["paging"]
    offset = second["data"][0]["offset"]
    back = client.get(f"{path}&offset={offset}&direction=prev")
    assert [line["note"] for line in back] == ["Three.", "Two."]
    rising = client.get(f"{path}&order=asc")
    assert [line["note"] for line in rising] == ["Zero.", "One."]
    logs = client.get(f"alerts/{alert.pk}/logs?order=asc")
    assert logs[0]["log"] == "Test created the alert via system"
    assert len(logs) == 5
    assert client.send("GET", f"{path}&offset=x").status_code == 422


def test_recipients_are_each_listed_once(client, ben, tom):
    alert = make_alert(responders=[ben])
    for state, method in [("sent", "email"), ("waiting", "sms")]:
        Notification.objects.create(
            alert=alert,
            user=ben,
            method=method,
            to="x",
            action="create-alert",
            due_at=timezone.now(),
            state=state,
        )
    (one,) = client.get(f"alerts/{alert.pk}/recipients")
    assert one["user"] == {"id": str(ben.pk), "username": "ben@acme.example"}
    assert (one["state"], one["method"]) == ("waiting", "sms")


@pytest.mark.parametrize("request_id", [NOBODYS_ID, "x", "%00"])
def test_a_request_that_nobody_made_is_not_processed_yet(request_id, client):
    answer = client.send("GET", f"alerts/requests/{request_id}")
    assert answer.status_code == 404
    assert answer["X-Opsgenie-Errortype"] == "RequestNotProcessed"


def test_requests_of_others_are_not_shown_to_a_teams_key(client, payments):
    answer = client.send("POST", "alerts", {"message": "db"})
    path = f"alerts/requests/{answer.json()['requestId']}"
    assert ApiClient(team=payments).send("GET", path).status_code == 404
    assert ApiClient().send("GET", path).status_code == 200
