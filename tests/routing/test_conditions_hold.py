"""What each operation decides: letter case, what is missing, numbers written as text."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from routing.conditions import read_conditions
from routing.facts import Facts
from routing.matching import ANY_CONDITION, INDEX_FROM, Rule, compile_rules

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ALERT = Facts(
    message="DB: Ledger primary down",
    source="Straße 7",
    tags=("Prod", "eu west"),
    teams=("Payments",),
    details={"region": "EU", "cpu": " 95.50 ", "Note": " ", "truth": "True"},
    priority=2,
)
NEVER = Rule(UUID(int=1), "never", ANY_CONDITION)  # has no condition that could hold


@pytest.mark.parametrize("others", [0, INDEX_FROM], ids=["in turn", "index"])
@pytest.mark.parametrize(
    ("field", "operation", "expected", "holds"),
    [
        # Letter case never matters, but in patterns and keys.
        ("message", "contains", "db: LEDGER", True),
        ("message", "equals", "db: ledger PRIMARY down", True),
        ("message", "equals", "db", False),
        ("message", "starts-with", "db:", True),
        ("message", "ends-with", "DOWN", True),
        ("source", "equals", "STRASSE 7", True),
        ("tags", "contains", "PROD", True),
        ("message", "matches", "db", False),
        ("message", "matches", "(?i)db", True),
        ("extra-properties", "contains-key", "region", True),
        ("extra-properties", "contains-key", "Region", False),
        ("extra-properties", "contains-value", "eu", True),
        # A pattern may match anywhere unless it says where.
        ("message", "matches", "primary", True),
        ("message", "matches", "^primary", False),
        # A list holds what one of its texts is, not what is part of one.
        ("tags", "contains", "eu", False),
        ("tags", "matches", "^eu", True),
        ("teams", "starts-with", "pay", True),
        # White space.
        ("message", "equals-ignore-whitespace", "db:ledger primarydown", True),
        ("message", "equals", "DB:  Ledger primary down", False),
        # What is missing is empty.
        ("alias", "is-empty", "", True),
        ("alias", "contains", "a", False),
        ("alias", "matches", "^$", True),
        ("actions", "is-empty", "", True),
        ("actions", "contains", "x", False),
        ("actions", "matches", ".*", False),
        ("details[none]", "is-empty", "", True),
        ("details[none]", "equals", "x", False),
        ("details[none]", "matches", "^$", True),
        ("details[none]", "less-than", "5", False),
        ("details[Note]", "is-empty", "", True),
        ("extra-properties", "is-empty", "", False),
        # Maps.
        ("extra-properties", "contains", "region", True),
        ("extra-properties", "contains", "eu", True),
        ("extra-properties", "contains", "e", False),
        ("details[region]", "contains", "e", True),
        # Numbers and truths written as text.
        ("details[cpu]", "greater-than", "95.5", False),
        ("details[cpu]", "greater-than", "95.4999999999999999999", True),
        ("details[cpu]", "less-than", "1000", True),
        ("details[cpu]", "equals", "95.5", False),
        ("details[region]", "greater-than", "5", False),
        ("details[truth]", "equals", "true", True),
        # P1 is the highest priority.
        ("priority", "equals", "2", True),
        ("priority", "greater-than", "P3", True),
        ("priority", "greater-than", "P2", False),
        ("priority", "less-than", "p1", True),
        ("priority", "matches", "^P[12]$", True),
    ],
)
def test_an_operation_and_its_opposite(field, operation, expected, holds, others):
    field, _, key = field.rstrip("]").partition("[")
    asked = {"field": field, "key": key, "operation": operation, "expectedValue": expected}
    for negated in (False, True):
        conditions = read_conditions([asked | {"not": negated}])
        rule = Rule(UUID(int=0), "asked", "match-all-conditions", conditions)
        found = compile_rules([NEVER] * others + [rule]).first(ALERT, AT)
        assert (found is not None) == (holds is not negated)


@pytest.mark.parametrize("text", ["1e3", "nan", "inf", "0x10", "1_000", "٣", "1,5", "", "9" * 4000])
def test_what_is_no_plain_number_is_none(text):
    conditions = read_conditions(
        [{"field": "details", "key": "n", "operation": "greater-than", "expectedValue": "0"}]
    )
    rule = Rule(UUID(int=0), "", "match-all-conditions", conditions)
    is_number = text.isdecimal() and text.isascii()
    found = compile_rules([rule]).first(Facts(details={"n": text}), AT)
    assert found == (0 if is_number else None)
