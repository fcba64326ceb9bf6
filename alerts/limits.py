"""What comes in, cut to the limits of the v2 API. Contract: opsgenie-v2.md §3 (alerts create).

Too much is cut, not refused: an alert that came is worth more than a tidy one. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError

MESSAGE, ALIAS, ENTITY, SOURCE, USER = 130, 512, 512, 100, 100  # characters
DESCRIPTION, NOTE = 15_000, 25_000
TAGS, ACTIONS, WORD = 20, 10, 50
DETAILS = 8_000  # characters of all keys and values together
RESPONDERS = 50
UNKNOWN = 100  # characters of what an unknown responder is called, for the log
PRIORITIES = {"P1": 1, "P2": 2, "P3": 3, "P4": 4, "P5": 5}


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as a request names them: a kind, and an id or a name (a person's username)."""

    kind: str
    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert as it comes in."""

    message: str
    alias: str = ""
    description: str = ""
    entity: str = ""
    source: str = ""
    priority: int = 3
    note: str = ""
    tags: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    responders: tuple[Named, ...] = ()
    visible_to: tuple[Named, ...] = ()


def fit(new: NewAlert) -> NewAlert:
    """Return the alert within all limits. Raises ValidationError when there is no message."""
    if not (message := text_of(new.message, MESSAGE)):
        raise ValidationError({"message": "Message can not be empty."})
    return replace(
        new,
        message=message,
        alias=text_of(new.alias, ALIAS),
        description=text_of(new.description, DESCRIPTION),
        entity=text_of(new.entity, ENTITY),
        source=text_of(new.source, SOURCE),
        note=text_of(new.note, NOTE),
        tags=words_of(new.tags, TAGS),
        actions=words_of(new.actions, ACTIONS),
        details=details_of(new.details),
        responders=new.responders[:RESPONDERS],
        visible_to=new.visible_to[:RESPONDERS],
    )


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
    """Write a value of JSON as the text that Opsgenie keeps: true, 1, P1; nothing for null."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
