"""business-rules, with operators for `not` and for lists added, which it lacks."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from business_rules.engine import check_conditions_recursively
from business_rules.fields import FIELD_TEXT
from business_rules.operators import BaseType, type_operator
from business_rules.variables import BaseVariables, rule_variable

TESTS: dict[str, Callable[[Any, str], Any]] = {
    "equals": lambda value, wanted: value == wanted,
    "contains": lambda value, wanted: wanted in value,
    "contains_key": lambda value, wanted: wanted in value,
    "starts_with": lambda value, wanted: value.startswith(wanted),
    "ends_with": lambda value, wanted: value.endswith(wanted),
    "matches": lambda value, wanted: re.search(wanted, value),
}


class Value(BaseType):
    """Any value, with all operators."""

    name = "value"

    def _assert_valid_value_and_cast(self, value: Any) -> Any:
        return value


class Variables(BaseVariables):
    """The fields of an alert."""

    def __init__(self, alert: dict[str, Any]) -> None:
        self.alert = alert


def _operator(test: Callable[[Any, str], Any], *, negated: bool) -> Any:
    def said(self: Any, wanted: str) -> bool:
        return bool(test(self.value, wanted)) is not negated

    return type_operator(FIELD_TEXT, assert_type_for_arguments=False)(said)


for _name, _test in TESTS.items():
    setattr(Value, _name, _operator(_test, negated=False))
    setattr(Value, f"not_{_name}", _operator(_test, negated=True))


def make(rules: Sequence[Sequence[dict[str, Any]]]) -> Any:
    """Return what the functions in `engines` return."""
    written = [{"all": [_condition(condition) for condition in rule]} for rule in rules]

    def first(variables: Any) -> int | None:
        for place, rule in enumerate(written):
            if check_conditions_recursively(rule, variables):
                return place
        return None

    return Variables, first


def _condition(condition: dict[str, Any]) -> dict[str, Any]:
    field = condition["field"].replace("extra-properties", "details")
    key = condition.get("key", "")
    name = f"{field}_{key}" if key else field
    setattr(Variables, name, _variable(field, key))
    operation = condition["operation"].replace("-", "_")
    operation = f"not_{operation}" if condition["not"] else operation
    return {"name": name, "operator": operation, "value": condition["expectedValue"]}


def _variable(field: str, key: str) -> Any:
    def value(self: Any) -> Any:
        return self.alert[field].get(key) if key else self.alert[field]

    return rule_variable(Value)(value)
