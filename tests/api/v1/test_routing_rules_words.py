"""How conditions and restrictions of routing rules are written in, and come out."""

import pytest

from tests.api.v1.make import Script
from tests.make import make_rule

pytestmark = pytest.mark.django_db
PATH = "team/routingRule"
HERE = {"teamName": "payments", "notify": {"name": "none"}}
DAILY = {"startHour": 22, "startMinute": 0, "endHour": 6, "endMinute": 30}
WEEKEND = {**DAILY, "startDay": "saturday", "endDay": "monday"}


@pytest.fixture
def script(payments) -> Script:
    return Script()


def after(script, version: str = "v1", *, read: str = "", **said) -> dict:
    """The rule as it is read after it was added."""
    made = script.post(PATH, version, **HERE, **said)
    return script.get(PATH, read or version, teamName="payments", id=made["id"])


def asked(script, **condition) -> dict:
    """A condition as it comes out again."""
    rule = after(script, conditions=[condition], conditionMatchType="Match Any Condition")
    return rule["conditions"][0]


@pytest.mark.parametrize(
    ("field", "operation", "field_out", "operation_out"),
    [
        ("message", "STARTS WITH", "message", "Starts With"),
        ("alias", "ends with", "alias", "Ends With"),
        ("description", "equalsIgnoreWhitespace", "description", "Equals Ignore Whitespace"),
        ("source", "matches", "source", "Matches"),
        ("Entity", "equals", "entity", "Equals"),
        ("tags", "contains", "tags", "Contains"),
        ("actions", "is empty", "actions", "Is Empty"),
        ("extraproperties", "contains-value", "extraProperties", "Contains Value"),
        ("recipients", "Contains", "recipients", "Contains"),
        ("teams", "is Empty", "teams", "Is Empty"),
    ],
)
def test_names_come_in_any_case_and_go_out_in_one(
    script, field, operation, field_out, operation_out
):
    said = asked(script, field=field, operation=operation, expectedValue="x")
    assert said == {
        "not": False,
        "field": field_out,
        "operation": operation_out,
        "expectedValue": "x",
        "order": 0,
    }


def test_numbers_and_truth_come_as_text(script):
    said = {"field": "message", "operation": "Contains"}
    assert asked(script, **said, expectedValue=5, order="3", **{"not": "TRUE"}) == {
        **said,
        "expectedValue": "5",
        "order": 3,
        "not": True,
    }
    assert asked(script, field="tags", operation="Is Empty", expectedValue=None) == {
        "not": False,
        "field": "tags",
        "operation": "Is Empty",
        "expectedValue": "",
        "order": 0,
    }


def test_a_rule_of_the_console_is_read_in_the_same_words(script, payments):
    keyed = {"field": "details", "key": "cpu", "operation": "greater-than", "expectedValue": "90"}
    people = {"field": "responders", "operation": "contains", "expectedValue": "Ben"}
    rule = make_rule(payments, conditions=[keyed, people], match_type="match-any-condition")
    at = {"teamName": "payments", "id": str(rule.pk)}
    said = script.get(PATH, **at)["conditions"]
    assert [(one["field"], one["operation"]) for one in said] == [
        ("extraProperties", "Greater Than"),
        ("recipients", "Contains"),
    ]
    assert said[0]["key"] == "cpu"
    assert "key" not in said[1]
    script.post(PATH, **at, conditions=said)
    assert script.get(PATH, **at)["conditions"] == said


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"field": "colour"}, "conditions[0].field: choose one of message, alias, "),
        ({"operation": "Is"}, "conditions[0].operation: choose one of Contains, Equals, "),
        ({"operation": None}, "Missing mandatory property: conditions[0].operation"),
        ({"field": "tags", "operation": "Equals"}, "conditions[0]: tags can be asked with Cont"),
        ({"not": "perhaps"}, "conditions[0].not: "),
        ({"order": -1}, "conditions[0].order: "),
        ({"expectedValue": ["x"]}, "conditions[0].expectedValue: "),
        ({"expectedValue": ""}, "conditions[0].expectedValue: "),
        ({"operation": "Matches", "expectedValue": "("}, "conditions[0].expectedValue"),
    ],
)
def test_a_condition_that_is_none_is_refused(script, condition, words):
    whole = {"field": "message", "operation": "Contains", "expectedValue": "x"} | condition
    said = {"conditions": [whole], "conditionMatchType": "Match All Conditions"}
    code, found = script.refused("POST", PATH, **HERE, **said)
    assert (code, found[: len(words)]) == (102 if words.startswith("Missing") else 103, words)


def test_an_object_is_for_all_days_and_comes_back_as_one(script):
    assert after(script, restrictions=DAILY)["restrictions"] == DAILY
    assert after(script, read="v1.1", restrictions=DAILY)["restrictions"] == [DAILY]
    assert "restrictions" not in after(script, restrictions={})
    assert "restrictions" not in after(script)


def test_a_list_says_its_days(script):
    friday = {**DAILY, "startDay": "FRIDAY", "endDay": " Friday", "startHour": "09"}
    found = after(script, restrictions=[WEEKEND, friday])["restrictions"]
    assert found == [
        WEEKEND,
        {**friday, "startDay": "friday", "endDay": "friday", "startHour": 9},
    ]
    assert after(script, restrictions=[WEEKEND])["restrictions"] == [WEEKEND]
    assert after(script, restrictions=WEEKEND)["restrictions"] == [WEEKEND]
    assert "restrictions" not in after(script, restrictions=[])


@pytest.mark.parametrize("version", ["v1.1", "v1.2"])
def test_later_versions_have_lists_only(script, version):
    assert after(script, version, restrictions=[DAILY])["restrictions"] == [DAILY]
    assert after(script, version, restrictions=DAILY)["restrictions"] == [DAILY]
    assert after(script, version, restrictions=[WEEKEND])["restrictions"] == [WEEKEND]
    assert after(script, version, read="v1", restrictions=[DAILY])["restrictions"] == DAILY


@pytest.mark.parametrize(
    ("restrictions", "version"),
    [
        ([DAILY], "v1"),
        ([DAILY, DAILY], "v1.1"),
        ([WEEKEND, DAILY], "v1.1"),
        ([{**DAILY, "startDay": "monday"}], "v1.1"),
        ({**DAILY, "endDay": "monday"}, "v1"),
        ([{**WEEKEND, "startDay": "someday"}], "v1"),
        ({**DAILY, "startHour": 24}, "v1"),
        ({**DAILY, "startHour": -1}, "v1"),
        ({**DAILY, "endMinute": 60}, "v1"),
        ({**DAILY, "startMinute": "x"}, "v1"),
        ("night", "v1"),
        ([WEEKEND] * 16, "v1"),
        ([[DAILY]], "v1"),
    ],
)
def test_a_restriction_that_is_none_is_refused(script, restrictions, version):
    code, words = script.refused("POST", PATH, version, **HERE, restrictions=restrictions)
    named = words.removeprefix("Missing mandatory property: ").startswith("restrictions")
    assert (code in (102, 103), named) == (True, True), words


def test_an_hour_has_to_be_there(script):
    said = {"startHour": 1, "startMinute": 2}
    assert script.refused("POST", PATH, **HERE, restrictions=said) == (
        102,
        "Missing mandatory property: restrictions[0].endHour",
    )
