"""The same rules for each engine. Runs in the environment of the one that is asked for.

A maker takes rules (lists of v2 conditions that must all hold) and returns two functions: one
that turns an alert into what the engine wants, which is not timed, and one that finds the place of
the first rule that matches, or None.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

type Rules = Sequence[Sequence[dict[str, Any]]]
type Maker = Callable[[Rules], tuple[Callable[[Any], Any], Callable[[Any], Any]]]

HERE = Path(__file__).resolve().parent


def muster(rules: Rules) -> Any:
    """Muster: the engine of the product, which looks rules up from 16 on."""
    return _muster(rules)


def in_turn(rules: Rules) -> Any:
    """Muster without its index: each rule is asked."""
    return _muster(rules, index_from=10**9)


def _muster(rules: Rules, index_from: int | None = None) -> Any:
    sys.path.insert(0, str(HERE.parent.parent))
    from datetime import UTC, datetime
    from uuid import UUID

    from routing import matching
    from routing.conditions import read_conditions
    from routing.facts import Facts

    matching.INDEX_FROM = index_from or matching.INDEX_FROM
    rule_set = matching.compile_rules(
        [
            matching.Rule(UUID(int=0), "", "match-all-conditions", read_conditions(list(rule)))
            for rule in rules
        ]
    )
    at = datetime(2026, 11, 22, tzinfo=UTC)

    def facts(alert: dict[str, Any]) -> Facts:
        priority, tags = int(alert["priority"][1:]), tuple(alert["tags"])
        return Facts(**alert | {"priority": priority, "tags": tags})

    return facts, lambda seen: rule_set.first(seen, at)


def inlined(rules: Rules) -> Any:
    """Plain Python: all rules written out in one function."""
    sys.path.insert(0, str(HERE.parent.parent))
    from bench.rules.inlined import function_of

    return (lambda alert: alert), function_of(rules)


def business_rules(rules: Rules) -> Any:
    """business-rules: each rule a tree of conditions, of which it asks one after the other."""
    import business

    return business.make(rules)


def rule_engine(rules: Rules) -> Any:
    """rule-engine: each rule an expression, compiled once."""
    import rule_engine as engine

    compiled = [
        engine.Rule(" and ".join(_for_rule_engine(condition) for condition in rule))
        for rule in rules
    ]
    return (lambda alert: alert), _loop([rule.matches for rule in compiled])


def _for_rule_engine(condition: dict[str, Any]) -> str:
    field, wanted = condition["field"], json.dumps(condition["expectedValue"])
    text = {
        "equals": f"details&[{json.dumps(condition.get('key'))}] == {wanted}"
        if "key" in condition
        else f"{field} == {wanted}",
        "contains": f"{wanted} in {field}",
        "contains-key": f"{wanted} in details",
        "starts-with": f"{field}.starts_with({wanted})",
        "ends-with": f"{field}.ends_with({wanted})",
        "matches": f"{field} =~~ {wanted}",
    }[condition["operation"]]
    return f"not ({text})" if condition["not"] else text


def zen_engine(rules: Rules) -> Any:
    """zen-engine (Rust): each rule an expression, compiled once."""
    import zen

    compiled = [
        zen.compile_expression(" and ".join(_for_zen(condition) for condition in rule))
        for rule in rules
    ]
    return (lambda alert: alert), _loop([expression.evaluate for expression in compiled])


def _for_zen(condition: dict[str, Any]) -> str:
    field, wanted = condition["field"], json.dumps(condition["expectedValue"])
    text = {
        "equals": f"details[{json.dumps(condition.get('key'))}] == {wanted}"
        if "key" in condition
        else f"{field} == {wanted}",
        "contains": f"contains({field}, {wanted})",
        "contains-key": f"contains(keys(details), {wanted})",
        "starts-with": f"startsWith({field}, {wanted})",
        "ends-with": f"endsWith({field}, {wanted})",
        "matches": f"matches({field}, {wanted})",
    }[condition["operation"]]
    return f"not ({text})" if condition["not"] else text


def panzi_json_logic(rules: Rules) -> Any:
    """panzi-json-logic: each rule a tree of JSON."""
    from json_logic import jsonLogic
    from json_logic.builtins import BUILTINS

    def matches(data: Any = None, text: str = "", pattern: str = "", *_: Any) -> bool:
        return re.search(pattern, text) is not None

    operations = BUILTINS | {"matches": matches}
    trees = [_json_logic(rule) for rule in rules]
    return _with_keys, _loop(
        [lambda alert, tree=tree: jsonLogic(tree, alert, operations) for tree in trees]
    )


def json_logic_qubit(rules: Rules) -> Any:
    """json-logic-qubit: each rule a tree of JSON."""
    from json_logic import add_operation, jsonLogic

    add_operation("matches", lambda text, pattern: re.search(pattern, text) is not None)
    trees = [_json_logic(rule) for rule in rules]
    return _with_keys, _loop([lambda alert, tree=tree: jsonLogic(tree, alert) for tree in trees])


def _json_logic(rule: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"and": [_for_json_logic(condition) for condition in rule]}


def _for_json_logic(condition: dict[str, Any]) -> dict[str, Any]:
    wanted, value = condition["expectedValue"], {"var": condition["field"]}
    tree: dict[str, Any] = {
        "equals": {
            "==": [{"var": f"details.{condition['key']}"} if "key" in condition else value, wanted]
        },
        "contains": {"in": [wanted, value]},
        "contains-key": {"in": [wanted, {"var": "keys"}]},
        "starts-with": {"==": [{"substr": [value, 0, len(wanted)]}, wanted]},
        "ends-with": {"==": [{"substr": [value, -len(wanted)]}, wanted]},
        "matches": {"matches": [value, wanted]},
    }[condition["operation"]]
    return {"!": [tree]} if condition["not"] else tree


def _with_keys(alert: dict[str, Any]) -> dict[str, Any]:
    return alert | {"keys": list(alert["details"])}


def _loop(tests: Sequence[Callable[[Any], Any]]) -> Callable[[Any], int | None]:
    def first(alert: Any) -> int | None:
        for place, test in enumerate(tests):
            if test(alert):
                return place
        return None

    return first
