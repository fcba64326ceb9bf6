"""Conditions as the v2 API writes them, and in the spelling of old scripts."""

import pytest
from django.core.exceptions import ValidationError

from routing.conditions import as_json, read_conditions
from routing.operations import ALLOWED, FIELDS, OPERATIONS, allowed


def condition(**parts):
    return {"field": "message", "operation": "contains", "expectedValue": "db"} | parts


def test_what_was_sent_comes_back():
    sent = [
        condition(order=0, **{"not": True}),
        condition(order=7, **{"not": False}),
        {
            "field": "details",
            "key": "region",
            "not": False,
            "operation": "equals",
            "expectedValue": "eu",
            "order": 0,
        },
        condition(field="recipients", order=0, **{"not": False}),
        condition(operation="is-empty", expectedValue="", order=0, **{"not": False}),
    ]
    assert as_json(read_conditions(sent)) == sent
    assert read_conditions(None) == read_conditions([]) == ()


def test_what_is_left_out_has_a_default():
    (read,) = read_conditions([condition()])
    assert (read.negated, read.order, read.key) == (False, 0, "")


@pytest.mark.parametrize(
    ("field", "operation", "canonical"),
    [
        ("extraProperties", "contains Key", ("extra-properties", "contains-key")),
        ("message", "Equals Ignore Whitespace", ("message", "equals-ignore-whitespace")),
        ("Tags", "CONTAINS", ("tags", "contains")),
    ],
)
def test_old_spellings_mean_the_same(field, operation, canonical):
    sent = condition(field=field, operation=operation, order="3", **{"not": "true"})
    (read,) = read_conditions([sent])
    assert (read.field, read.operation, read.negated, read.order) == (*canonical, True, 3)


@pytest.mark.parametrize(("given", "text"), [(17, "17"), (0.5, "0.5"), (True, "true")])
def test_numbers_and_truths_are_read_as_text(given, text):
    assert read_conditions([condition(expectedValue=given)])[0].expected == text


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_can_be_asked_with_what_its_type_allows_and_nothing_else(field):
    for key in ("", "region") if FIELDS[field].attribute == "details" else ("",):
        for operation in OPERATIONS:
            expected = "P1" if field == "priority" else "1"
            sent = condition(field=field, operation=operation, key=key, expectedValue=expected)
            if operation in allowed(field, key):
                assert read_conditions([sent])[0].operation == operation
            else:
                with pytest.raises(ValidationError, match=r"conditions\[0\]\.operation: "):
                    read_conditions([sent])


def test_the_operations_are_those_of_the_old_documentation_with_the_additions_of_v2():
    text = {"contains", "equals", "starts-with", "ends-with", "matches", "is-empty"}
    text.add("equals-ignore-whitespace")
    assert set(allowed("message")) == set(allowed("teams")) == text
    assert set(allowed("tags")) == {"contains", "is-empty", "matches"}
    map_operations = {"contains", "contains-key", "contains-value", "is-empty"}
    assert set(allowed("extra-properties")) == map_operations
    assert set(allowed("priority")) == {"matches", "equals", "greater-than", "less-than"}
    assert set(allowed("details", "cpu")) == text | {"greater-than", "less-than"}
    assert {name for names in ALLOWED.values() for name in names} == set(OPERATIONS)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("message", "conditions: Give a list."),
        ([condition()] * 101, "conditions: Give 100 at most."),
        (["db"], "conditions[0]: Give an object"),
        ([condition(field="subject")], "conditions[0].field: Choose one of message, alias"),
        ([condition(field=["message"])], "conditions[0].field: Choose one of"),
        ([condition(operation="like")], "conditions[0].operation: Choose one of contains"),
        ([condition(operation=None)], "conditions[0].operation: Choose one of contains"),
        ([condition(key="region")], "conditions[0].key: Only extra properties have keys."),
        ([condition(expectedValue="")], "conditions[0].expectedValue: Say what it is"),
        ([condition(expectedValue=[1])], "conditions[0].expectedValue: Give a text."),
        ([condition(expectedValue="a\0")], "conditions[0].expectedValue: Leave out the"),
        ([condition(expectedValue="\ud800")], "conditions[0].expectedValue: Leave out the"),
        ([condition(expectedValue="a" * 15_001)], "conditions[0].expectedValue: Give 15,000"),
        ([condition(order=-1)], "conditions[0].order: Give a whole number"),
        ([condition(**{"not": "maybe"})], "conditions[0].not: Give true or false."),
        (
            [condition(field="priority", operation="equals", expectedValue="high")],
            "conditions[0].expectedValue: Give a priority from P1 (the highest) to P5.",
        ),
        (
            [condition(field="details", key="cpu", operation="less-than", expectedValue="1e3")],
            "conditions[0].expectedValue: Give a number, such as 90 or 0.5.",
        ),
        (
            [condition(field="details", key="cpu", operation="contains-key")],
            "conditions[0].operation: details with a key can be asked with contains,",
        ),
    ],
)
def test_what_is_wrong_is_named(value, message):
    with pytest.raises(ValidationError) as caught:
        read_conditions(value)
    assert caught.value.messages[0].startswith(message)


def test_each_faulty_condition_has_its_message_and_a_pattern_the_place_of_the_fault():
    wrong = [
        condition(),
        condition(operation="matches", expectedValue="100%(a"),
        condition(key="a"),
    ]
    with pytest.raises(ValidationError) as caught:
        read_conditions(wrong)
    assert caught.value.messages == [
        "conditions[1].expectedValue: The group opened at character 5 is never closed. "
        "Add “)” or write “\\(” for a plain bracket.",
        "conditions[2].key: Only extra properties have keys. Leave it out.",
    ]
    params = caught.value.error_list[0].params
    assert (params["index"], params["part"], params["position"]) == (1, "expectedValue", 5)
