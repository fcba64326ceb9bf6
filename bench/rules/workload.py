"""Rules of three conditions and alerts of which none matches: each walks all rules."""

from __future__ import annotations

import random
from typing import Any

from bench.rules.inlined import test_of

type Rule = list[dict[str, Any]]
type Alert = dict[str, Any]

ALERTS = 400
# Lower case throughout, and sets instead of "\d": so that every engine means the same by it.
WORDS = [
    f"{start}{end}"
    for start in ["disk", "cpu", "memory", "queue", "replica", "primary", "socket", "cache", "node"]
    for end in ["", "-full", "-high", "-lag", "-lost", "-slow", "-stuck", "-timeout"]
]
SOURCES = [
    f"{kind}-{number}" for kind in ("nagios", "prometheus", "zabbix") for number in range(20)
]
TAGS = [f"{name}:{value}" for name in ("env", "team", "tier", "zone") for value in range(15)]
KEYS = [f"key{number}" for number in range(30)]


def make(count: int, seed: int = 3) -> tuple[list[Rule], list[Alert]]:
    """Return so many rules, as lists of v2 conditions that must all hold, and the alerts."""
    chance = random.Random(seed)
    alerts = [_alert(chance) for _ in range(ALERTS)]
    rules: list[Rule] = []
    while len(rules) < count:
        rule = [_condition(chance) for _ in range(3)]
        matches = test_of(rule)
        if not any(matches(alert) for alert in alerts):
            rules.append(rule)
    return rules, alerts


def that_match(rules: list[Rule], count: int, seed: int = 4) -> list[Alert]:
    """Return alerts made so that many match one of the rules, to compare the answers on."""
    chance = random.Random(seed)
    alerts = []
    for _ in range(count):
        alert = _alert(chance)
        for condition in chance.choice(rules):
            if not condition["not"]:
                _fulfil(alert, condition)
        alerts.append(alert)
    return alerts


def _alert(chance: random.Random) -> Alert:
    return {
        "message": " ".join(chance.choices(WORDS, k=8)) + f" {chance.randrange(100)}",
        "source": chance.choice(SOURCES),
        "entity": f"{chance.choice(WORDS)}.{chance.choice(WORDS)}",
        "tags": chance.sample(TAGS, 3),
        "details": {key: str(chance.randrange(50)) for key in chance.sample(KEYS, 3)},
        "priority": f"P{chance.randint(1, 5)}",
    }


def _condition(chance: random.Random) -> dict[str, Any]:
    field, operation, expected, key = chance.choice(
        [
            ("source", "equals", chance.choice(SOURCES), ""),
            ("priority", "equals", f"P{chance.randint(1, 5)}", ""),
            ("message", "contains", " ".join(chance.choices(WORDS, k=2)), ""),
            ("message", "matches", " ".join(chance.choices(WORDS, k=2)) + ".* [0-9]+$", ""),
            ("entity", "starts-with", f"{chance.choice(WORDS)}.", ""),
            ("entity", "ends-with", f".{chance.choice(WORDS)}", ""),
            ("tags", "contains", chance.choice(TAGS), ""),
            ("extra-properties", "contains-key", chance.choice(KEYS), ""),
            ("extra-properties", "equals", str(chance.randrange(50)), chance.choice(KEYS)),
        ]
    )
    condition = {"field": field, "operation": operation, "expectedValue": expected}
    return condition | {"not": chance.random() < 0.1} | ({"key": key} if key else {})


def _fulfil(alert: Alert, condition: dict[str, Any]) -> None:
    wanted = condition["expectedValue"]
    match condition["field"], condition["operation"]:
        case "message", _:
            alert["message"] = f"{wanted.removesuffix('.* [0-9]+$')} and 7"
        case "entity", "starts-with":
            alert["entity"] = wanted + alert["entity"]
        case "entity", _:
            alert["entity"] += wanted
        case "tags", _:
            alert["tags"] = [wanted]
        case "extra-properties", "contains-key":
            alert["details"][wanted] = "1"
        case "extra-properties", _:
            alert["details"][condition["key"]] = wanted
        case field, _:
            alert[field] = wanted
