"""Rules and verdicts as sentences, and verdicts as they are stored."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from oncall.restrictions import read
from routing.conditions import read_conditions
from routing.facts import Facts
from routing.matching import Rule, compile_rules
from routing.sentences import Part, in_text, reason_in_words, rule_in_words
from routing.verdicts import as_json, read_verdicts


def asked(field, operation, expected="", negated=False):
    field, _, key = field.rstrip("]").partition("[")
    sent = {"field": field, "key": key, "operation": operation, "expectedValue": expected}
    return sent | {"not": negated}


def rule(*conditions, match="match-all-conditions", **more):
    kind = match if conditions else "match-all"
    return Rule(UUID(int=0), "Rule", kind, read_conditions(list(conditions)), **more)


DB = asked("message", "contains", "db")
NO_TEST = asked("tags", "contains", "test", negated=True)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (rule(), "Every alert"),
        (rule(DB, NO_TEST), "If message contains “db” and not tags contains “test”"),
        (rule(NO_TEST), "If not tags contains “test”"),
        (
            rule(
                asked("entity", "starts-with", "x"),
                asked("details[region]", "equals", "eu"),
                match="match-any-condition",
            ),
            "If entity starts with “x” or extra property “region” equals “eu”",
        ),
        (rule(asked("priority", "greater-than", "P3")), "If priority is higher than “P3”"),
        (rule(asked("alias", "is-empty")), "If alias is empty"),
        (rule(asked("details", "contains-key", "a")), "If extra properties contains the key “a”"),
    ],
)
def test_a_rule_in_words(rule, words):
    assert in_text(rule_in_words(rule)) == words


def test_the_parts_of_a_sentence_are_marked():
    assert rule_in_words(rule(DB, NO_TEST))[3:5] == [Part("value", "db"), Part("join", "and not")]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (DB, "message contains “db”"),
        (asked("message", "contains", "replica"), "message does not contain “replica”"),
        (NO_TEST, "tags do not contain “test”"),
        (asked("tags", "contains", "prod", negated=True), "tags contain “prod”"),
        (asked("source", "equals", "stripe"), "source is “prometheus” but needs “stripe”"),
        (asked("priority", "equals", "P1"), "priority is “P2” but needs “P1”"),
        (asked("priority", "greater-than", "P2"), "priority is “P2” but needs higher than “P2”"),
        (
            asked("details[cpu]", "less-than", "5"),
            "extra property “cpu” is “9” but needs less than “5”",
        ),
        (asked("details[none]", "equals", "5"), "extra property “none” does not equal “5”"),
        (asked("alias", "is-empty", negated=True), "alias is empty"),
        (asked("actions", "is-empty"), "actions are empty"),
    ],
)
def test_a_reason_in_words(condition, words):
    facts = Facts(
        message="DB down", source="prometheus", tags=("Prod",), details={"cpu": "9"}, priority=2
    )
    (verdict,) = compile_rules([rule(condition)]).explain(facts, datetime(2026, 11, 22, tzinfo=UTC))
    assert in_text(reason_in_words(verdict.reasons[0])) == words


def test_verdicts_are_stored_and_read():
    windows = read(
        {
            "type": "time-of-day",
            "restriction": {"startHour": 9, "startMin": 0, "endHour": 17, "endMin": 0},
        }
    )
    rules = [
        rule(asked("description", "contains", "x" * 300)),
        rule(DB, is_enabled=False),
        rule(restriction=windows, zone="Asia/Tokyo"),
        rule(DB, NO_TEST),
        rule(),
    ]
    facts = Facts(message="db", description="y" * 500)
    told = compile_rules(rules).explain(facts, datetime(2026, 11, 22, 9, tzinfo=UTC))
    results = [verdict.result for verdict in told]
    assert results == ["no-match", "disabled", "outside-window", "won", "not-checked"]
    assert told[2].time == "Sun 18:00 is outside every day 09:00–17:00"
    assert len(told[0].reasons[0].seen) == 120
    assert read_verdicts(json.loads(json.dumps(as_json(told)))) == told
