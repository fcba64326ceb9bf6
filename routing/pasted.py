"""An alert as somebody pastes it. Contract: opsgenie-v2.md §3 (alerts create)."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from routing.cutting import ALIAS, as_text, text_of
from routing.facts import Facts

TEXTS = ("message", "alias", "description", "source", "entity")
PRIORITIES = {f"P{number}": number for number in range(1, 6)}


def read_alert(text: str, *, team: str) -> Facts:
    """Read the JSON of an alert as a script would send it; what rules don't know is left out.

    Raises ValidationError with a sentence for each fault, which names the field. The team is a
    responder in any case, since the alert is one that reached it.
    """
    sent = _object(text)
    problems: list[str] = []
    values: dict[str, Any] = {}
    for name, read in READERS.items():
        try:
            if sent.get(name) is not None:
                values[name] = read(sent[name])
        except ValueError as fault:
            problems.append(f"{name}: {fault}")
    if problems:
        raise ValidationError(problems)
    named = values.pop("responders", ())
    names = tuple(dict.fromkeys([team, *(name for name, _ in named)]))
    teams = tuple(dict.fromkeys([team, *(name for name, kind in named if kind == "team")]))
    return Facts(**values, responders=names, teams=teams)


def read_pairs(text: str) -> dict[str, str]:
    """Read lines such as "region=eu". Raises ValidationError naming the line."""
    pairs = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        key, sign, value = line.partition("=")
        if not sign or not key.strip():
            raise ValidationError(f"Line {number}: write key=value, such as region=eu.")
        pairs[key.strip()] = value.strip()
    return pairs


def _object(text: str) -> Mapping[str, Any]:
    if not text.strip():
        raise ValidationError("Paste the JSON of an alert.")
    try:
        sent = json.loads(text)
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, character {fault.colno}"
        raise ValidationError(f"This is not JSON: {fault.msg}, at {where}.") from None
    except (RecursionError, ValueError):
        raise ValidationError("This is not JSON that Muster can read.") from None
    if not isinstance(sent, dict):
        raise ValidationError("An alert is an object: begin with { and end with }.")
    return sent


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("Give a text.")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError("Give a list of texts.")
    return tuple(value)


def _pairs(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError("Give an object of texts.")
    return {key: as_text(one) for key, one in value.items()}


def _priority(value: Any) -> int:
    if value == "":
        return Facts.priority
    if not isinstance(value, str) or value.upper() not in PRIORITIES:
        raise ValueError("Give P1, P2, P3, P4 or P5.")
    return PRIORITIES[value.upper()]


def _responders(value: Any) -> list[tuple[str, str]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError("Give a list of objects with type and name, username or id.")
    named = []
    for one in value:
        name = one.get("name") or one.get("username") or one.get("id")
        if not isinstance(name, str):
            raise ValueError("Give each responder a name, a username or an id.")
        named.append((text_of(name, ALIAS), str(one.get("type", ""))))
    return named


READERS: dict[str, Any] = dict.fromkeys(TEXTS, _text) | {
    "tags": _texts,
    "actions": _texts,
    "details": _pairs,
    "priority": _priority,
    "responders": _responders,
}
