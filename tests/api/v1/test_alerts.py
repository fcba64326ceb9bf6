"""Alerts, sent and read by scripts written for Opsgenie."""

import pytest

from accounts.actions.groups import add_to_group, create_group
from alerts.models import Alert, AlertLog
from tests.api.v1.make import Script
from tests.make import SYSTEM, make_alert, make_escalation, make_schedule, make_team

pytestmark = pytest.mark.django_db
MILLION = 10**6


@pytest.fixture
def script() -> Script:
    return Script()


def test_an_alert_is_created_and_read(script, payments, ben):
    made = script.post(
        "alert/",
        message="Ledger is down",
        teams="payments",
        recipients=["ben@acme.example"],
        tags="db, prod",
        actions=["restart"],
        details={"region": "eu", "nodes": 3},
        alias="ledger",
        description="It answers 500.",
        entity="ledger-1",
        source="nagios",
        user="jane",
        note="Look at the disk.",
        priority="whatever",
    )
    assert made == {
        "alertId": made["alertId"],
        "message": "alert created",
        "status": "successful",
        "code": 200,
        "took": made["took"],
    }
    alert = Alert.objects.get()
    whole = script.get("alert", id=made["alertId"])
    assert whole == {
        "id": made["alertId"],
        "tinyId": str(alert.tiny_id),
        "alias": "ledger",
        "message": "Ledger is down",
        "description": "It answers 500.",
        "entity": "ledger-1",
        "source": "nagios",
        "status": "open",
        "isSeen": False,
        "acknowledged": False,
        "owner": "",
        "count": 1,
        "tags": ["db", "prod"],
        "actions": ["restart"],
        "details": {"region": "eu", "nodes": "3"},
        "teams": ["Payments"],
        "recipients": ["ben@acme.example"],
        "createdAt": whole["createdAt"],
        "updatedAt": whole["updatedAt"],
        "systemData": {
            "integrationType": "API",
            "integrationName": script.row.name,
            "integrationId": str(script.row.pk),
        },
        "took": whole["took"],
    }
    assert whole["createdAt"] // MILLION == int(alert.created_at.timestamp() * 1000)
    assert list(alert.log.values_list("verb", "actor_name")) == [
        ("created", "jane"),
        ("noted", "jane"),
    ]


def test_it_is_found_by_alias_and_short_number(script):
    alert = make_alert(alias="ledger")
    for named in ({"alias": "ledger"}, {"tinyId": alert.tiny_id}, {"alias": "x", "id": alert.pk}):
        assert script.get("alert", version="v1.2", **named)["id"] == str(alert.pk)
    assert script.refused("GET", "alert", alias="other") == (5, "Alert [other] does not exist.")
    assert script.refused("GET", "alert", id="not-a-uuid")[0] == 5
    assert script.refused("POST", "alert/close")[0] == 102


def test_the_same_alias_counts_up(script):
    first = script.post("alert", message="x", alias="ledger")
    again = script.post("alert", message="y", alias="ledger")
    assert again["alertId"] == first["alertId"]
    assert script.get("alert", alias="ledger")["count"] == 2


def test_recipients_are_named_without_their_kind(script, payments, ben, eve):
    make_schedule("Nights")
    make_escalation(payments, name="Payments first")
    group = create_group("Readers", by=SYSTEM)
    add_to_group(group, eve, by=SYSTEM)
    names = "nights,payments first,Payments,READERS,ben@acme.example,nobody@acme.example"
    script.post("alert", message="x", recipients=names)
    told = [(one["type"], one["name"]) for one in Alert.objects.get().responders]
    assert told == [
        ("schedule", "Nights"),
        ("escalation", "Payments first"),
        ("team", "Payments"),
        ("user", eve.full_name),
        ("user", ben.full_name),
    ]
    assert AlertLog.objects.get().details["unknown"] == ["recipient nobody@acme.example"]


def test_what_cannot_be_kept_is_dropped_and_cut(script):
    script.post("alert", message="a\0b" + "x" * 200, tags=["x\0", 7], note="\0", user="\0")
    alert = Alert.objects.get()
    assert (alert.message[:3], len(alert.message), alert.tags) == ("abx", 130, ["x", "7"])
    assert script.refused("POST", "alert", alias="x")[0] == 102
    assert script.refused("POST", "alert", message=" ")[0] == 103
    assert script.refused("POST", "alert", message="x", details=[1])[0] == 103


def test_an_alert_is_deleted(script):
    alert = make_alert()
    gone = script.delete("alert", tinyId=alert.tiny_id, user="jane", source="x")
    assert (gone["status"], gone["code"]) == ("successful", 200)
    assert not Alert.objects.exists()
    assert script.refused("DELETE", "alert", id=str(alert.pk))[0] == 5


def test_a_teams_key_reaches_its_team(payments):
    script, other = Script(team=payments, configure=False), make_team("Other")
    script.post("alert", message="own", teams="Other", recipients="other")
    assert Alert.objects.get().team_ids == [payments.pk]
    stranger = make_alert(alias="strange", responders=[other])
    for method, path in (("GET", "alert"), ("POST", "alert/close"), ("DELETE", "alert")):
        assert script.refused(method, path, id=str(stranger.pk))[0] == 5
    assert [one["message"] for one in script.get("alert")["alerts"]] == ["own"]


def test_each_call_asks_for_its_access(payments):
    alert = make_alert(tags=("db",))
    reader = Script(write=False, delete=False, configure=False)
    assert reader.get("alert", id=str(alert.pk))["message"] == alert.message
    assert reader.refused("POST", "alert", message="x")[0] == 106
    assert reader.refused("DELETE", "alert/tags", id=str(alert.pk), tags="db")[0] == 106
    writer = Script(delete=False, configure=False)
    assert writer.delete("alert/tags", id=str(alert.pk), tags="db")["code"] == 200
    assert writer.refused("DELETE", "alert", id=str(alert.pk))[0] == 106
