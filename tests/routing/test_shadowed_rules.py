"""Rules that can never be reached: proved cases only, and each proof true."""

from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oncall.restrictions import read
from routing.conditions import read_conditions
from routing.implications import implies
from routing.matching import Rule
from routing.shadow import shadowed_by
from tests.routing import naive
from tests.routing.drawn import alerts, conditions


def asked(words):
    """A condition written as "not message contains db", "details[region] equals eu"."""
    words = words.split()
    negated = words[0] == "not"
    field, operation, *expected = words[negated:]
    field, _, key = field.rstrip("]").partition("[")
    condition = {"field": field, "operation": operation, "expectedValue": " ".join(expected)}
    return read_conditions([condition | {"key": key, "not": negated}])[0]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("message contains db", "message contains DB"),
        ("message contains the db is", "message contains db"),
        ("message starts-with db:", "message contains db"),
        ("message starts-with db: a", "message starts-with DB"),
        ("message ends-with fully", "message ends-with ly"),
        ("source equals Nagios", "source starts-with nag"),
        ("source equals a b", "source equals-ignore-whitespace ab"),
        ("not message contains db", "not message contains my db"),
        ("source equals nagios", "not source contains stripe"),
        ("entity contains x", "not entity is-empty"),
        ("entity is-empty", "entity is-empty"),
        ("message matches a.c", "message matches a.c"),
        ("tags contains prod", "tags contains Prod"),
        ("tags contains prod", "not tags is-empty"),
        ("teams contains payments", "teams starts-with pay"),
        ("details contains-key region", "details contains region"),
        ("details contains-key region", "not extra-properties is-empty"),
        ("details[region] equals eu", "extra-properties[region] contains e"),
        ("details[cpu] greater-than 90", "details[cpu] greater-than 80.5"),
        ("details[cpu] less-than 5", "not details[cpu] is-empty"),
        ("recipients contains ben", "responders contains Ben"),
        ("priority equals P1", "priority greater-than P3"),
        ("not priority greater-than P3", "priority matches [345]"),
    ],
)
def test_one_condition_proves_another(first, second):
    assert implies(asked(first), asked(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("message contains db", "message contains the db"),
        ("message contains db", "description contains db"),
        ("message contains db", "not message contains web"),
        ("not message contains the db", "not message contains db"),
        ("message matches a.c", "message matches A.C"),
        ("message equals a", "message matches a"),
        ("details contains-key region", "details contains-key Region"),
        ("details[region] equals eu", "details[zone] equals eu"),
        ("details[cpu] greater-than 80", "details[cpu] greater-than 90"),
        ("priority greater-than P3", "priority equals P1"),
        ("not tags is-empty", "tags contains prod"),
    ],
)
def test_without_a_proof_it_is_silent(first, second):
    assert not implies(asked(first), asked(second))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(conditions(), conditions(), st.lists(alerts, min_size=5, max_size=5))
def test_what_is_proved_is_true(first, second, arriving):
    # The same field and key makes proofs likely.
    same = {name: first[name] for name in ("field", "key") if name in first}
    second = {name: second[name] for name in second if name != "key"} | same
    try:
        proof = implies(*read_conditions([first, second]))
    except ValidationError:
        return  # the operation doesn't fit the field
    for alert in arriving:
        assert not proof or not naive.holds(first, alert) or naive.holds(second, alert)


def rule(*words, match="match-all-conditions", **more):
    kind = match if words else "match-all"
    return Rule(UUID(int=0), "", kind, tuple(map(asked, words)), **more)


NIGHT = read(
    {
        "type": "time-of-day",
        "restriction": {"startHour": 22, "startMin": 0, "endHour": 6, "endMin": 0},
    }
)
MIDNIGHT = read(
    {
        "type": "time-of-day",
        "restriction": {"startHour": 23, "startMin": 0, "endHour": 1, "endMin": 0},
    }
)
DB, PAY, ANY = "message contains db", "tags contains payments", "match-any-condition"


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ([rule(), rule(DB)], {1: 0}),
        ([rule(), rule(), rule(DB)], {1: 0, 2: 0}),
        ([rule(DB), rule()], {}),
        ([rule(DB), rule("message contains db", PAY)], {1: 0}),
        ([rule(DB, PAY), rule(DB)], {}),
        ([rule(DB, PAY), rule(PAY, "message starts-with db:")], {1: 0}),
        ([rule(DB, PAY, match=ANY), rule(PAY, "entity is-empty")], {1: 0}),
        ([rule(DB, PAY, match=ANY), rule(PAY, DB, match=ANY)], {1: 0}),
        ([rule(DB), rule(DB, PAY, match=ANY)], {}),
        ([rule(is_enabled=False), rule(DB)], {}),
        ([rule(), rule(DB, is_enabled=False)], {}),
        ([rule(restriction=NIGHT), rule(DB)], {}),
        ([rule(restriction=NIGHT), rule(DB, restriction=MIDNIGHT)], {1: 0}),
        ([rule(restriction=MIDNIGHT), rule(DB, restriction=NIGHT)], {}),
        ([rule(restriction=NIGHT), rule(DB, restriction=MIDNIGHT, zone="Asia/Tokyo")], {}),
        ([rule(DB), rule(PAY), rule(DB, "not tags is-empty")], {2: 0}),
    ],
)
def test_rules_that_are_never_reached(rules, found):
    assert shadowed_by(rules) == found
