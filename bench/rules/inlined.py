"""The rules written out as one Python function: the least that a loop over rules can cost."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

FIELDS = ("message", "source", "entity", "tags", "details", "priority")


def function_of(rules: Sequence[Sequence[dict[str, Any]]]) -> Callable[[dict[str, Any]], Any]:
    """Return a function from an alert to the place of the first rule that matches, or None."""
    names: dict[str, Any] = {}
    lines = ["def first(alert):"]
    lines += [f"    {field} = alert[{field!r}]" for field in FIELDS]
    for place, rule in enumerate(rules):
        test = " and ".join(_expression(condition, names) for condition in rule)
        lines.append(f"    if {test}: return {place}")
    exec("\n".join(lines), names)
    return names["first"]


def test_of(rule: Sequence[dict[str, Any]]) -> Callable[[dict[str, Any]], bool]:
    """Return a function that says whether one rule matches."""
    first = function_of([rule])
    return lambda alert: first(alert) is not None


def _expression(condition: dict[str, Any], names: dict[str, Any]) -> str:
    field, wanted = condition["field"], condition["expectedValue"]
    match condition["operation"]:
        case "equals" if "key" in condition:
            text = f"details.get({condition['key']!r}) == {wanted!r}"
        case "equals":
            text = f"{field} == {wanted!r}"
        case "contains":
            text = f"{wanted!r} in {field}"
        case "matches":
            name = f"search{len(names)}"
            names[name] = re.compile(wanted).search
            text = f"{name}({field})"
        case "starts-with":
            text = f"{field}.startswith({wanted!r})"
        case "ends-with":
            text = f"{field}.endswith({wanted!r})"
        case "contains-key":
            text = f"{wanted!r} in details"
    return f"not {text}" if condition["not"] and "==" not in text else _turned(text, condition)


def _turned(text: str, condition: dict[str, Any]) -> str:
    return text.replace(" == ", " != ", 1) if condition["not"] else text
