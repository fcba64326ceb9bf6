"""What scripts do with alerts: each call, and what its request says became of it."""

from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from alerts import log
from alerts.models import Alert
from tests.api.make import ApiClient, now
from tests.make import NOBODYS_ID, make_alert, make_team


@pytest.fixture
def client(db) -> ApiClient:
    return ApiClient()


def test_acknowledge_unacknowledge_close(client, alert):
    became = client.post(f"alerts/{alert.pk}/acknowledge", {"user": "jane", "note": "On it."})
    assert (became["isSuccess"], became["action"]) == (True, "Acknowledge")
    assert (became["alertId"], became["alias"]) == (str(alert.pk), "ledger")
    assert (now(alert).is_acknowledged, now(alert).acknowledged_by) == (True, "jane")
    client.post(f"alerts/{alert.pk}/unacknowledge")
    assert not now(alert).is_acknowledged
    client.post("alerts/ledger/close?identifierType=alias", {"source": "prometheus"})
    assert (now(alert).status, now(alert).closed_by) == ("closed", client.row.name)
    said = [f"{entry.actor_name} {log.sentence(entry)}" for entry in alert.log.all()][1:]
    name = client.row.name
    assert said == [
        "jane acknowledged the alert",
        "jane added a note",
        f"{name} took back the acknowledgement",
        f"{name} closed the alert",
    ]


def test_by_id_by_alias_and_by_short_number(client, alert):
    for name, kind in [(alert.pk, "id"), ("ledger", "alias"), (alert.tiny_id, "tiny")]:
        became = client.post(f"alerts/{name}/notes?identifierType={kind}", {"note": "x"})
        assert became["isSuccess"], kind
    answer = client.send("POST", "alerts/x/notes?identifierType=name", {"note": "x"})
    assert list(answer.json()["errors"]) == ["identifierType"]


def test_an_alias_may_have_slashes_blanks_and_letters(client):
    alert = make_alert(alias="host/Ölpumpe 7+ä/disk")
    became = client.post("alerts/host%2F%C3%96lpumpe%207+%C3%A4%2Fdisk/close?identifierType=alias")
    assert became["alertId"] == str(alert.pk)


def test_of_one_alias_the_open_one_is_meant(client, alert):
    client.post("alerts/ledger/close?identifierType=alias")
    again = make_alert(alias="ledger")
    assert client.post("alerts/ledger/close?identifierType=alias")["alertId"] == str(again.pk)
    became = client.post("alerts/ledger/close?identifierType=alias")
    assert (became["alertId"], became["isSuccess"]) == (str(again.pk), False)


def test_of_one_alias_a_key_means_its_teams(client, alert, payments):
    key = ApiClient(team=payments)
    key.post("alerts", {"message": "own", "alias": "ledger"})
    own = Alert.objects.get(message="own")
    make_alert(alias="other", responders=[payments])
    assert key.post("alerts/ledger/close?identifierType=alias")["alertId"] == str(own.pk)
    assert client.post("alerts/ledger/close?identifierType=alias")["alertId"] == str(alert.pk)


def test_an_alias_is_found_as_it_was_sent(client):
    sent = " " + "x" * 600
    client.post("alerts", {"message": "db", "alias": sent})
    assert client.post(f"alerts/{sent}/close?identifierType=alias")["isSuccess"]


@pytest.mark.parametrize("name", [NOBODYS_ID, "x", "%00", "9" * 19, "9" * 5000])
@pytest.mark.parametrize("kind", ["id", "alias", "tiny"])
def test_an_alert_that_is_not_there(name, kind, client):
    became = client.post(f"alerts/{name}/close?identifierType={kind}")
    assert (became["isSuccess"], became["status"]) == (False, "Alert does not exist")
    assert (became["alertId"], became["alias"]) == ("", "")


def test_what_could_not_be_done_says_why(client, alert):
    client.post(f"alerts/{alert.pk}/acknowledge", {"user": "jane"})
    became = client.post(f"alerts/{alert.pk}/acknowledge", {"user": "joe", "note": "Me too."})
    assert became["status"] == "jane has acknowledged this alert already."
    assert not became["isSuccess"]
    assert not alert.log.filter(verb="noted").exists()


def test_snooze(client, alert):
    until = (datetime.now(UTC) + timedelta(days=90)).replace(microsecond=0)
    for zone in ("Z", ""):
        body = {"endTime": f"{until:%Y-%m-%dT%H:%M:%S}{zone}"}
        assert client.post(f"alerts/{alert.pk}/snooze", body)["isSuccess"]
        assert now(alert).snoozed_until == until
    for moment in ("2017-04-03T20:32:35Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00"):
        refused = client.post(f"alerts/{alert.pk}/snooze", {"endTime": moment})
        assert not refused["isSuccess"], moment
    assert now(alert).snoozed_until == until


def test_assign(client, alert, ben, tom):
    client.post(f"alerts/{alert.pk}/assign", {"owner": {"username": "ben@acme.example"}})
    assert now(alert).owner == ben
    client.post(f"alerts/{alert.pk}/assign", {"owner": {"id": str(tom.pk)}})
    assert now(alert).owner == tom
    became = client.post(f"alerts/{alert.pk}/assign", {"owner": {"username": "x"}})
    assert became["status"] == "There is no such user."


def test_escalate_and_add_responders(client, alert, payments, ben):
    fraud = make_team("Fraud")
    escalation = payments.escalations.get()
    client.post(f"alerts/{alert.pk}/escalate", {"escalation": {"name": escalation.name}})
    client.post(f"alerts/{alert.pk}/teams", {"team": {"name": "Fraud"}})
    ben_too = {"responder": {"type": "user", "username": "ben@acme.example"}}
    client.post(f"alerts/{alert.pk}/responders", ben_too)
    assert now(alert).team_ids == [payments.pk, fraud.pk]
    assert now(alert).people_ids == [ben.pk]
    assert ProcrastinateJob.objects.filter(task_name="alerts.tell_more").count() == 3


def test_tags_and_details(client, alert):
    client.post(f"alerts/{alert.pk}/tags", {"tags": ["new", "db"]})
    assert now(alert).tags == ["db", "prod", "new"]
    client.becomes("DELETE", f"alerts/{alert.pk}/tags?tags=db,prod&note=Cleaned")
    assert now(alert).tags == ["new"]
    client.post(f"alerts/{alert.pk}/details", {"details": {"a": 1, "b": None}})
    assert now(alert).details == {"region": "eu", "a": "1", "b": ""}
    client.becomes("DELETE", f"alerts/{alert.pk}/details?keys=a&keys=b")
    assert now(alert).details == {"region": "eu"}
    for path in ("tags", "tags?tags=,", "details"):
        assert client.send("DELETE", f"alerts/{alert.pk}/{path}").status_code == 422


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_message_description_and_priority(method, client, alert):
    client.becomes(method, "alerts/ledger/message?identifierType=alias", {"message": "new"})
    client.becomes(method, f"alerts/{alert.pk}/description", {"description": "more"})
    client.becomes(method, f"alerts/{alert.pk}/priority", {"priority": "P1"})
    found = now(alert)
    assert (found.message, found.description, found.priority) == ("new", "more", 1)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("message", {}, "message"),
        ("priority", {"priority": "P0"}, "priority"),
        ("snooze", {}, "endTime"),
        ("snooze", {"endTime": "soon"}, "endTime"),
        ("notes", {"note": 3}, "note"),
        ("tags", {"tags": "x"}, "tags"),
        ("assign", {"owner": "ben"}, "owner"),
        ("teams", {"team": {"id": 3}}, "team.id"),
        ("close", {"user": 3}, "user"),
    ],
)
def test_what_is_wrong_is_named(path, body, field, client, alert):
    method = "PUT" if path in ("message", "priority") else "POST"
    answer = client.send(method, f"alerts/{alert.pk}/{path}", body)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


def test_null_is_as_good_as_nothing(client, alert):
    body = {"user": None, "note": None, "source": None}
    assert client.post(f"alerts/{alert.pk}/close", body)["isSuccess"]


def test_own_actions(client, alert):
    assert client.post(f"alerts/{alert.pk}/actions/restart")["isSuccess"]
    assert not client.post(f"alerts/{alert.pk}/actions/explode")["isSuccess"]


def test_delete(client, alert):
    became = client.becomes("DELETE", f"alerts/{alert.pk}?user=jane&source=x")
    assert (became["isSuccess"], became["action"]) == (True, "Delete")
    assert not Alert.objects.exists()


def test_a_teams_key_knows_no_other_alert(payments, alert):
    key = ApiClient(team=make_team("Fraud"))
    became = key.post(f"alerts/{alert.pk}/close")
    assert became["status"] == "Alert does not exist"
    assert now(alert).is_open
    assert key.send("GET", f"alerts/{alert.pk}").status_code == 404
    assert ApiClient(team=payments).post(f"alerts/{alert.pk}/close")["isSuccess"]


def test_a_teams_key_brings_in_nobody_from_elsewhere(payments, alert, ben, eve):
    fraud = make_team("Fraud", members=[eve])
    key, path = ApiClient(team=payments), f"alerts/{alert.pk}"
    for call, field, elsewhere, unknown in (
        ("teams", "team", {"id": str(fraud.pk)}, {"name": "x"}),
        ("responders", "responder", {"type": "user", "id": str(eve.pk)}, {"type": "user"}),
        ("responders", "responder", {"type": "schedule", "name": "Fraud_schedule"}, {}),
        ("escalate", "escalation", {"name": fraud.escalations.get().name}, {"name": "x"}),
        ("assign", "owner", {"username": eve.username}, {"username": "x"}),
    ):
        refused = key.post(f"{path}/{call}", {field: elsewhere})
        assert not refused["isSuccess"], call
        assert refused["status"] == key.post(f"{path}/{call}", {field: unknown})["status"]
    assert now(alert).people_ids == []
    assert not ProcrastinateJob.objects.filter(task_name="alerts.tell_more").exists()
    assert key.post(f"{path}/assign", {"owner": {"username": ben.username}})["isSuccess"]
    own = payments.escalations.get().name
    assert key.post(f"{path}/escalate", {"escalation": {"name": own}})["isSuccess"]
