"""Escalations, as scripts written for Opsgenie read and change them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from tests.api.v1.make import Script
from tests.make import NOBODYS_ID, make_escalation, make_schedule, make_team, make_user

pytestmark = pytest.mark.django_db
DONE = {"status": "successful", "code": 200}
PATH = "escalation"


@pytest.fixture
def script() -> Script:
    return Script()


def rule(notify: str, delay: int = 0, notify_type: str = "default", **more) -> dict:
    return {"notify": notify, "delay": delay, "notifyType": notify_type} | more


def after(script, *rules, **more) -> list[dict]:
    """The rules of an escalation as they are read after it was made."""
    made = script.post(PATH, name="esc", rules=rules, **more)
    found = script.get(PATH, id=made["id"])
    script.delete(PATH, id=made["id"])
    return found["rules"]


def test_an_escalation_is_made_found_changed_and_deleted(script, payments, ben):
    rota = make_schedule("rota", team=payments)
    made = script.post(
        "escalation/",
        name="esc",
        description="Who answers",
        team="payments",
        repeatInterval="30",
        rules=[
            {"notify": "ROTA"},
            rule("Ben@acme.example", 5, notifyCondition="if-not-closed"),
            rule("PAYMENTS", "10", "All", notifyCondition=None),
        ],
    )
    assert made == DONE | {"id": made["id"]}
    if_not_acked = {"notifyCondition": "if-not-acked"}
    whole = {
        "id": made["id"],
        "name": "esc",
        "description": "Who answers",
        "team": "Payments",
        "rules": [
            rule("rota", type="schedule", **if_not_acked),
            rule(ben.username, 5, type="user", notifyCondition="if-not-closed"),
            rule("Payments", 10, "all", type="team", **if_not_acked),
        ],
        "repeatInterval": 30,
    }
    said = {"id": made["id"]}
    assert script.get(PATH, name="ESC") == script.get(PATH, **said) == whole
    assert script.post(PATH, **said) == made
    assert script.post(PATH, **said, rules=whole["rules"], repeatInterval=30) == made
    assert verbs(script) == ["escalation.created"]
    assert script.post(PATH, **said, name="esc2", repeatInterval=0, team="") == made
    del whole["repeatInterval"], whole["team"]
    whole["name"] = "esc2"
    assert script.get(PATH, **said) == whole
    assert script.post(PATH, **said, rules=[rule("rota", 1, "next")]) == made
    whole["rules"] = [rule("rota", 1, "next", type="schedule", **if_not_acked)]
    assert script.get(PATH, **said) == whole
    listed = script.get(PATH)["escalations"]
    assert [one["name"] for one in listed] == ["esc2", "Payments_escalation"]
    assert listed[0] == whole
    assert script.refused("DELETE", "schedule", id=str(rota.pk))[0] == 105
    assert script.delete(PATH, name="esc2") == DONE
    assert script.refused("GET", PATH, name="esc2") == (5, "Escalation [esc2] does not exist.")
    assert verbs(script) == [
        "escalation.created",
        *["escalation.updated"] * 2,
        "escalation.deleted",
    ]


def verbs(script) -> list[str]:
    entries = AuditEntry.objects.filter(api_key_id=script.row.pk).order_by("at")
    return list(entries.values_list("verb", flat=True))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({}, "schedule"),
        ({"notifyType": "previous"}, "schedule"),
        ({"notifyType": "ADMINS"}, "team"),
        ({"notifyType": "random"}, "team"),
        ({"type": "team"}, "team"),
        ({"type": "group"}, "schedule"),
    ],
)
def test_a_schedule_and_a_team_may_have_one_name(script, payments, said, kind):
    make_schedule("payments", team=payments)
    assert after(script, {"notify": "Payments", "delay": 1} | said)[0]["type"] == kind


def test_rules_come_in_the_order_of_their_delays(script, payments):
    found = after(
        script, rule("payments", 9), rule("payments", 3, "users"), rule("payments", 9, "all")
    )
    assert [(one["delay"], one["notifyType"]) for one in found] == [
        (3, "users"),
        (9, "default"),
        (9, "all"),
    ]


def test_repeating_keeps_what_else_is_said_of_it(script, payments):
    repeat = {"repeat_after_minutes": 5, "repeat_count": 3, "closes_alert": True}
    escalation = make_escalation(payments, name="esc", **repeat)
    assert script.post(PATH, id=str(escalation.pk), repeatInterval=7)
    escalation.refresh_from_db()
    found = escalation.repeat_after_minutes, escalation.repeat_count, escalation.closes_alert
    assert found == (7, 3, True)
    assert script.post(PATH, id=str(escalation.pk), repeatInterval=0)
    escalation.refresh_from_db()
    assert (escalation.repeat_after_minutes, escalation.closes_alert) == (None, False)
    assert script.post(PATH, id=str(escalation.pk), repeatInterval=9)
    escalation.refresh_from_db()
    assert escalation.repeat_count == 20


def test_what_is_wrong_is_named(script, payments, ben):
    assert script.refused("POST", PATH, name="x") == (102, "Missing mandatory property: rules")
    assert script.refused("POST", PATH, rules=[])[0] == 102
    assert script.refused("DELETE", PATH)[0] == 102
    for id_ in ("a551q", NOBODYS_ID):
        assert script.refused("POST", PATH, id=id_, name="x")[0] == 5
        assert script.refused("GET", PATH, id=id_)[0] == 5
        assert script.refused("DELETE", PATH, id=id_)[0] == 5
    assert script.refused("POST", PATH, name="x", rules=[])[0] == 102
    there = str(payments.escalations.get().pk)
    assert script.refused("POST", PATH, id=there, rules=[])[0] == 102
    taken = {"name": "payments_ESCALATION", "rules": [rule("payments")]}
    assert script.refused("POST", PATH, **taken)[0] == 104
    for change, code, words in (
        ({"notify": None}, 102, "Missing mandatory property: rules[0].notify"),
        ({"notify": "x"}, 5, "User or schedule or team [x] does not exist."),
        ({"notify": "x", "notifyType": "next"}, 5, "Schedule or user or team [x] does not exist."),
        ({"notify": ben.username, "type": "team"}, 5, "Team [ben@acme.example] does not exist."),
        ({"notify": ben.username, "notifyType": "all"}, 103, "rules: Step 1: "),
        ({"notifyType": "next"}, 103, "rules: Step 1: "),
        ({"notifyType": "some"}, 103, "rules[0].notifyType: "),
        ({"notifyCondition": "never"}, 103, "rules[0].notifyCondition: "),
        ({"delay": -1}, 103, "rules[0].delay: "),
        ({"delay": 1441}, 103, "rules[0].delay: "),
        ({"delay": "soon"}, 103, "rules[0].delay: "),
    ):
        said = rule("payments") | change
        refused = script.refused("POST", PATH, name="esc", rules=[said])
        assert (refused[0], refused[1][: len(words)]) == (code, words)
    for said in ({"rules": {}}, {"rules": [1]}, {"repeatInterval": 1441}, {"team": {}}):
        assert (
            script.refused("POST", PATH, **{"name": "esc", "rules": [rule("payments")]} | said)[0]
            == 103
        )
    names = [one["name"] for one in script.get(PATH)["escalations"]]
    assert names == ["Payments_escalation"]


def test_an_escalation_that_a_rule_notifies_stays(script, payments):
    assert script.refused("DELETE", PATH, name="payments_escalation")[0] == 105


def test_many_queries_are_not_made_for_many(script, payments):
    def asked(method, **said) -> int:
        with CaptureQueriesContext(connection) as captured:
            getattr(script, method)(PATH, **said)
        return len(captured)

    rules = [rule(make_user().username, delay) for delay in range(6)]
    script.get(PATH)
    one = asked("post", name="one", rules=[rules[0], rule("payments"), rule("payments_schedule")])
    assert (
        asked("post", name="many", rules=[*rules, rule("payments"), rule("payments_schedule")])
        == one
    )
    assert asked("get") == asked("get", name="many")


def test_a_teams_key_reaches_its_own(script, payments):
    other = make_team("Other")
    own = Script(team=payments)
    assert [one["name"] for one in own.get(PATH)["escalations"]] == ["Payments_escalation"]
    made = own.post(PATH, name="esc", team="payments", rules=[rule("payments_schedule")])
    assert own.post(PATH, id=made["id"], repeatInterval=5)
    assert own.refused("POST", PATH, name="x", rules=[rule("other")], team="payments")[0] == 5
    unsaid = own.post(PATH, name="x", rules=[rule("payments")])["id"]  # a team's key has its team
    assert own.get(PATH, id=unsaid)["team"] == "Payments"
    theirs = str(other.escalations.get().pk)
    assert own.refused("GET", PATH, id=theirs)[0] == 5
    assert Script(write=False).refused("POST", PATH, name="x", rules=[])[0] == 106
