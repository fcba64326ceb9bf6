"""Routing rules, as scripts written for Opsgenie read and change them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from tests.api.v1.make import Script
from tests.make import NOBODYS_ID, make_escalation, make_rule, make_schedule, make_team

pytestmark = pytest.mark.django_db
DONE = {"status": "successful", "code": 200}
PATH, NONE = "team/routingRule", {"name": "none"}
HERE = {"teamName": "payments"}
CONDITIONS = [
    {"not": "false", "field": "message", "operation": "contains", "expectedValue": "night"},
    {
        "not": "true",
        "field": "extraProperties",
        "operation": "contains Key",
        "expectedValue": "prop1",
    },
]


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def night(payments):
    """What the sample of the contract says of a rule."""
    make_escalation(payments, name="test_team_escalation")
    return {
        "name": "nightRule",
        "conditionMatchType": "Match All Conditions",
        "conditions": CONDITIONS,
        "applyOrder": "0",
        "notify": {"name": "test_team_escalation", "type": "escalation"},
        "restrictions": {
            "startHour": "15",
            "startMinute": "04",
            "endHour": "18",
            "endMinute": "58",
        },
    }


def names(script) -> list[str]:
    return [rule["name"] for rule in script.get(PATH, **HERE)["rules"]]


def test_a_rule_is_added_found_changed_and_deleted(script, payments, night):
    made = script.post(PATH, **HERE, **night)
    assert made == {"id": made["id"], **DONE}
    at = {"teamId": str(payments.pk), "id": made["id"]}
    escalation = payments.escalations.get(name="test_team_escalation")
    whole = {
        "id": made["id"],
        "name": "nightRule",
        "isDefault": False,
        "conditionMatchType": "Match All Conditions",
        "conditions": [
            {
                "not": False,
                "field": "message",
                "expectedValue": "night",
                "operation": "Contains",
                "order": 0,
            },
            {
                "not": True,
                "field": "extraProperties",
                "expectedValue": "prop1",
                "operation": "Contains Key",
                "order": 0,
            },
        ],
        "restrictions": {"endHour": 18, "startHour": 15, "startMinute": 4, "endMinute": 58},
        "notify": {
            "name": "test_team_escalation",
            "id": str(escalation.pk),
            "type": "escalation",
        },
    }
    assert script.get(PATH, **at) == whole
    schedule = make_schedule("Night_Schedule", team=payments)
    notify = {"name": "night_schedule", "type": "Schedule"}
    change = {"conditionMatchType": "match any condition", "notify": notify, "applyOrder": "7"}
    assert script.post(PATH + "/", **HERE, id=made["id"], **change, restrictions=None) == DONE
    whole |= {
        "conditionMatchType": "Match Any Condition",
        "notify": {"name": "Night_Schedule", "id": str(schedule.pk), "type": "schedule"},
    }
    assert script.get(PATH, **at) == whole
    assert script.post(PATH, **at, conditions=CONDITIONS[:1], notify=NONE, restrictions=[]) == DONE
    del whole["restrictions"]
    whole |= {"conditions": whole["conditions"][:1], "notify": NONE}
    assert script.get(PATH, **at) == whole
    verbs = AuditEntry.objects.of_team(payments.pk).filter(via="api").values_list("verb", flat=True)
    assert list(verbs.order_by("at")) == ["routing.added", *["routing.changed"] * 2]
    assert script.delete(PATH, **at) == DONE
    assert script.refused("GET", PATH, **at) == (
        5,
        f"Routing rule [{made['id']}] does not exist.",
    )


def test_a_rule_of_which_little_is_said_takes_every_alert(script, payments):
    made = script.post(PATH, **HERE, notify={"name": "None", "type": ["x"]}, conditions=CONDITIONS)
    assert script.get(PATH, **HERE, id=made["id"]) == {
        "id": made["id"],
        "name": "Routing Rule",
        "isDefault": False,
        "conditionMatchType": "Match All",
        "conditions": [],
        "notify": NONE,
    }


def test_a_rule_for_every_alert_has_no_conditions(script, payments):
    rule = str(make_rule(payments, "r", "message contains db").pk)
    assert script.post(PATH, **HERE, id=rule, conditionMatchType="MATCH ALL") == DONE
    assert script.get(PATH, **HERE, id=rule)["conditions"] == []
    assert script.post(PATH, **HERE, id=rule, conditions=CONDITIONS) == DONE
    assert script.get(PATH, **HERE, id=rule)["conditionMatchType"] == "Match All"
    change = {"id": rule, "conditionMatchType": "Match All Conditions"}
    assert script.refused("POST", PATH, **HERE, **change)[0] == 103
    assert script.post(PATH, **HERE, **change, conditions=CONDITIONS) == DONE
    assert len(script.get(PATH, **HERE, id=rule)["conditions"]) == 2


def test_the_default_rule_is_last_and_stays(script, payments):
    make_rule(payments, "first")
    rules = script.get(PATH, **HERE)["rules"]
    last = rules[-1]
    assert [rule["isDefault"] for rule in rules] == [False, True]
    assert last == {
        "id": last["id"],
        "name": "Default Routing Rule",
        "isDefault": True,
        "conditionMatchType": "Match All",
        "conditions": [],
        "notify": {
            "name": "Payments_escalation",
            "id": str(payments.escalations.get().pk),
            "type": "escalation",
        },
    }
    at = {**HERE, "id": last["id"]}
    assert script.post(PATH, **at, notify=NONE, conditionMatchType="Match All", conditions=[])
    assert script.get(PATH, **at)["notify"] == NONE
    assert script.refused("POST", f"{PATH}/changeOrder", **at, applyOrder=0)[0] == 105
    assert script.refused("DELETE", PATH, **at)[0] == 105
    hours = {"startHour": 1, "startMinute": 0, "endHour": 2, "endMinute": 0}
    assert script.refused("POST", PATH, **at, restrictions=hours)[0] == 105


def test_rules_are_put_in_order(script, payments):
    added = {
        name: script.post(PATH, **HERE, name=name, notify=NONE, applyOrder=place)["id"]
        for name, place in (("b", None), ("a", 0), ("d", 99), ("c", "2"))
    }
    assert names(script) == ["a", "b", "c", "d", "Default Routing Rule"]
    moved = {**HERE, "id": added["d"]}
    assert script.post(f"{PATH}/changeOrder", **moved, applyOrder="0") == DONE
    assert names(script)[:4] == ["d", "a", "b", "c"]
    assert script.post(f"{PATH}/changeOrder/", **moved, applyOrder=4) == DONE
    assert names(script)[:4] == ["a", "b", "c", "d"]
    assert script.post(f"{PATH}/changeOrder", "v1.1", **moved, applyOrder=2) == DONE
    found = script.get(PATH, "v1.1", **HERE)["rules"]
    assert [(one["name"], one["applyOrder"]) for one in found] == [
        *[("a", 0), ("b", 1), ("d", 2), ("c", 3)],
        ("Default Routing Rule", 4),
    ]
    for one in found:
        assert script.get(PATH, "v1.2", **HERE, id=one["id"]) == one
    assert script.refused("POST", f"{PATH}/changeOrder", **moved) == (
        102,
        "Missing mandatory property: applyOrder",
    )
    assert script.refused("POST", f"{PATH}/changeOrder", **moved, applyOrder=-1)[0] == 103
    assert script.refused("POST", f"{PATH}/changeOrder", **moved, applyOrder="x")[0] == 103
    assert script.refused("POST", PATH, **HERE, notify=NONE, applyOrder=-1)[0] == 103


def test_many_queries_are_not_made_for_many_rules(script, payments):
    def asked(version: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            script.get(PATH, version, **HERE)
        return len(captured)

    script.get("team")
    assert asked("v1") == asked("v1.1") == 3
    for _ in range(5):
        make_rule(payments, "", "message contains x", notify=make_escalation(payments))
    assert asked("v1") == asked("v1.1") == 3


def test_what_is_wrong_is_named(script, payments, night):
    other = make_team("Other")
    rule = str(make_rule(other, "r").pk)
    assert script.refused("POST", PATH, notify=NONE) == (
        102,
        "Missing mandatory property: teamId or teamName",
    )
    assert script.refused("POST", PATH, **HERE) == (102, "Missing mandatory property: notify")
    assert script.refused("GET", PATH, teamName="x") == (5, "Team [x] does not exist.")
    assert script.refused("GET", PATH)[0] == 102
    assert script.refused("DELETE", PATH, **HERE)[0] == 102
    for id_ in ("a551q", NOBODYS_ID, rule):
        assert script.refused("POST", PATH, **HERE, id=id_, name="x")[0] == 5
        assert script.refused("GET", PATH, **HERE, id=id_)[0] == 5
        assert script.refused("DELETE", PATH, **HERE, id=id_)[0] == 5
        assert script.refused("POST", f"{PATH}/changeOrder", **HERE, id=id_, applyOrder=0)[0] == 5
    for change, code, words in (
        ({"notify": {"name": "x", "type": "escalation"}}, 5, "Escalation [x] does not exist."),
        ({"notify": {"name": "x"}}, 102, "Missing mandatory property: notify.type"),
        ({"notify": {"name": "x", "type": "user"}}, 103, "notify.type: "),
        ({"notify": {"type": "schedule"}}, 102, "Missing mandatory property: notify.name"),
        ({"notify": "none"}, 103, "notify: "),
        ({"name": "x" * 513}, 103, "name: "),
        ({"conditionMatchType": "Match Some"}, 103, "conditionMatchType: choose one of Match All,"),
        ({"conditionMatchType": 1}, 103, "conditionMatchType: "),
        ({"conditions": {}}, 103, "conditions: "),
        ({"applyOrder": 1.5}, 103, "applyOrder: "),
    ):
        refused = script.refused("POST", PATH, **HERE, **night | change)
        assert (refused[0], refused[1][: len(words)]) == (code, words)
    assert names(script) == ["Default Routing Rule"]


def test_a_teams_key_reaches_its_own_rules(script, payments):
    other = make_team("Other")
    make_escalation(other, name="theirs")
    own = Script(team=payments)
    made = own.post(PATH, **HERE, notify={"name": "payments_escalation", "type": "ESCALATION"})
    assert own.get(PATH, **HERE)["rules"][0]["id"] == made["id"]
    assert own.refused("GET", PATH, teamName="other")[0] == 5
    assert own.refused("POST", PATH, teamId=str(other.pk), notify=NONE)[0] == 5
    notify = {"name": "theirs", "type": "escalation"}
    assert own.refused("POST", PATH, **HERE, notify=notify)[0] == 5
    assert script.post(PATH, **HERE, notify=notify)["code"] == 200
    reader = Script(write=False, delete=False)
    assert len(reader.get(PATH, **HERE)["rules"]) == 3
    assert reader.refused("POST", PATH, **HERE, notify=NONE)[0] == 106
    assert Script(delete=False).refused("DELETE", PATH, **HERE, id=made["id"])[0] == 106
