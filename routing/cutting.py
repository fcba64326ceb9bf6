"""The fields of an alert, cut to the limits of the v2 API. Contract: opsgenie-v2.md §3.

Rules see an alert as it is kept, and so does one that is only tried. Pure.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

MESSAGE, ALIAS, ENTITY, SOURCE = 130, 512, 512, 100  # characters
DESCRIPTION = 15_000
TAGS, ACTIONS, WORD = 20, 10, 50
DETAILS = 8_000  # characters of all keys and values together


class Fields(Protocol):
    """What has the fields that rules know: the facts of an alert, or a new one."""

    @property
    def message(self) -> str: ...
    @property
    def alias(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def entity(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def actions(self) -> tuple[str, ...]: ...
    @property
    def details(self) -> Mapping[str, str]: ...


def cut(alert: Fields) -> dict[str, Any]:
    """Return the fields of an alert, by name, each within its limit."""
    return {
        "message": text_of(alert.message, MESSAGE),
        "alias": text_of(alert.alias, ALIAS),
        "description": text_of(alert.description, DESCRIPTION),
        "entity": text_of(alert.entity, ENTITY),
        "source": text_of(alert.source, SOURCE),
        "tags": words_of(alert.tags, TAGS),
        "actions": words_of(alert.actions, ACTIONS),
        "details": details_of(alert.details),
    }


def text_of(text: str, most: int) -> str:
    """Return at most so many characters of a text, without what PostgreSQL cannot keep."""
    text = text.strip()[:most]
    if text.isascii():
        return text.replace("\0", "")
    return text.replace("\0", "").encode(errors="replace").decode()


def words_of(words: Iterable[str], most: int) -> tuple[str, ...]:
    """Return at most so many words, each once, in their order."""
    cut = (text_of(word, WORD) for word in words)
    return tuple(dict.fromkeys(word for word in cut if word))[:most]


def details_of(details: Mapping[str, Any]) -> dict[str, str]:
    """Return keys and values as texts, until their limit together is reached."""
    fitting: dict[str, str] = {}
    left = DETAILS
    for name, value in details.items():
        key = text_of(name, left)
        if not key:
            continue
        fitting[key] = text_of(as_text(value), left - len(key))
        left -= len(key) + len(fitting[key])
    return fitting


def as_text(value: object) -> str:
    """Write a value of JSON as a text: true, 1, P1, {"id": 7}; nothing for null."""
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)
