"""POST /v2/alerts, as the contract has it."""

import pytest
from django.db import transaction

from accounts.actions.keys import revoke_key
from accounts.models import ApiKey
from alerts import waking
from alerts.models import Alert, AlertLog
from tests.api.make import ApiClient
from tests.make import SYSTEM, make_team


@pytest.fixture
def client(db) -> ApiClient:
    return ApiClient()


def test_an_alert_with_everything(client, payments, ben):
    became = client.post(
        "alerts",
        {
            "message": "An example alert message",
            "alias": "Life is too short for no alias",
            "description": "Every alert needs a description",
            "responders": [
                {"name": "Payments", "type": "team"},
                {"username": "ben@acme.example", "type": "user"},
                {"id": str(payments.schedules.get().pk), "name": "", "type": "schedule"},
            ],
            "visibleTo": [{"name": "Payments", "type": "team"}],
            "actions": ["Restart", "AnExampleAction"],
            "tags": ["OverwriteQuietHours", "Critical"],
            "details": {"key1": "value1", "key2": 2, "key3": True, "key4": None},
            "entity": "An example entity",
            "source": "here",
            "priority": "P1",
            "user": "jane@acme.example",
            "note": "Look.",
            "TeamIdentifierType": 1,
        },
    )
    alert = Alert.objects.get()
    assert became == {
        "success": True,
        "isSuccess": True,
        "action": "Create",
        "processedAt": became["processedAt"],
        "integrationId": str(client.row.pk),
        "status": "Created alert",
        "alertId": str(alert.pk),
        "alias": "Life is too short for no alias",
    }
    assert (alert.message, alert.priority) == ("An example alert message", 1)
    assert alert.details == {"key1": "value1", "key2": "2", "key3": "true", "key4": ""}
    assert [one["type"] for one in alert.responders] == ["team", "user", "schedule"]
    assert alert.people_ids == [ben.pk]
    entry = AlertLog.objects.get(verb="created")
    assert (entry.actor_name, entry.details) == ("jane@acme.example", {"key": client.row.name})


def test_the_least(client):
    answer = client.send("POST", "alerts", {"message": "db"})
    assert answer.status_code == 202
    assert answer.json()["result"] == "Request will be processed"
    alert = Alert.objects.get()
    assert (alert.alias, alert.priority, alert.responders) == (str(alert.pk), 3, [])


def test_too_much_is_cut(client, payments):
    many = [{"type": "team", "name": "Payments"}, *[{"type": "user", "name": "x"}] * 60]
    client.post(
        "alerts",
        {
            "message": "m" * 200,
            "alias": "a" * 600,
            "description": "d" * 20_000,
            "entity": "e" * 600,
            "source": "s" * 200,
            "tags": ["t" * 60, *[f"tag {number}" for number in range(30)]],
            "actions": [f"action {number}" for number in range(30)],
            "details": {"a": "x" * 5000, "b": "y" * 5000, "c": "z"},
            "responders": many,
            "note": "n" * 30_000,
            "user": "u" * 200,
        },
    )
    alert = Alert.objects.get()
    lengths = [len(text) for text in (alert.message, alert.alias, alert.description)]
    assert lengths == [130, 512, 15_000]
    assert (len(alert.entity), len(alert.source)) == (512, 100)
    assert (len(alert.tags), len(alert.tags[0]), len(alert.actions)) == (20, 50, 10)
    assert sum(len(key) + len(value) for key, value in alert.details.items()) == 8000
    assert len(alert.responders) == 1
    assert len(AlertLog.objects.get(verb="noted").details["note"]) == 25_000


def test_the_same_alias_counts_up(client):
    client.post("alerts", {"message": "db", "alias": "ledger"})
    became = client.post("alerts", {"message": "db", "alias": "ledger"})
    alert = Alert.objects.get()
    assert alert.count == 2
    assert (became["alertId"], became["alias"]) == (str(alert.pk), "ledger")


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"message": "Message can not be empty."}),
        ({"message": " "}, {"message": "Message can not be empty."}),
        ({"message": None}, {"message": "Message can not be empty."}),
        (
            {"message": "db", "priority": "P9"},
            {"priority": "should be one of [ P1, P2, P3, P4, P5 ]"},
        ),
        (
            {"message": "db", "responders": [{"type": "team", "id": ""}]},
            {"responders[0]": "id or name should be provided"},
        ),
        ({"message": 3}, {"message": "Expected `str | null`, got `int`"}),
        ({"message": "db", "tags": "x"}, {"tags": "Expected `array | null`, got `str`"}),
        ({"message": "db", "tags": [1]}, {"tags[0]": "Expected `str`, got `int`"}),
        (
            {"message": "db", "responders": [{"id": 7}]},
            {"responders[0].id": "Expected `str | null`, got `int`"},
        ),
        ([], {"request": "Expected `object`, got `array`"}),
    ],
)
def test_what_is_wrong_is_named(client, body, errors):
    answer = client.send("POST", "alerts", body)
    assert answer.status_code == 422
    assert answer.json()["message"] == ("Request body is not processable. Please check the errors.")
    assert answer.json()["errors"] == errors
    assert not Alert.objects.exists()


def test_no_body_is_an_empty_one(client):
    assert client.send("POST", "alerts").status_code == 422


def test_a_teams_key_sends_to_its_team(payments):
    make_team("Fraud")
    body = {"message": "db", "responders": [{"type": "team", "name": "Fraud"}]}
    ApiClient(team=payments).post("alerts", body)
    assert Alert.objects.get().team_ids == [payments.pk]


def test_a_key_that_only_reads_creates_none(db):
    answer = ApiClient(write=False).send("POST", "alerts", {"message": "db"})
    assert answer.status_code == 403
    assert answer.json()["code"] == 40301
    assert not Alert.objects.exists()


def test_a_busy_key_is_not_looked_up_again(
    client, payments, django_assert_num_queries, monkeypatch
):
    body = {"message": "db", "responders": [{"type": "team", "name": "Payments"}]}
    client.post("alerts", body)
    monkeypatch.setattr(waking, "EVERY", 3600)
    for statements in (2, 1, 1):  # the key, everything else
        with django_assert_num_queries(statements):
            client.send("POST", "alerts", body)


def test_a_busy_key_stops_when_it_is_revoked(client):
    for _ in range(3):
        assert client.send("POST", "alerts", {"message": "db"}).status_code == 202
    revoke_key(client.row, by=SYSTEM)
    assert client.send("POST", "alerts", {"message": "db"}).status_code == 401
    assert Alert.objects.count() == 3


def test_a_busy_key_loses_a_right_at_once(client):
    for _ in range(3):
        client.send("POST", "alerts", {"message": "db"})
    with transaction.atomic():  # what one transaction writes has one version
        ApiKey.objects.filter(pk=client.row.pk).update(may_write=False)
    assert client.send("POST", "alerts", {"message": "db"}).status_code == 403
    assert Alert.objects.count() == 3
