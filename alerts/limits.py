"""What comes in, cut to the limits of the v2 API. Contract: opsgenie-v2.md §3 (alerts create).

Too much is cut, not refused: an alert that came is worth more than a tidy one. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError

from routing.cutting import (
    ACTIONS,
    ALIAS,
    DESCRIPTION,
    DETAILS,
    ENTITY,
    MESSAGE,
    SOURCE,
    TAGS,
    WORD,
    as_text,
    cut,
    details_of,
    text_of,
    words_of,
)

__all__ = [
    "ACTIONS",
    "ALIAS",
    "DESCRIPTION",
    "DETAILS",
    "ENTITY",
    "MESSAGE",
    "NOTE",
    "PRIORITIES",
    "RESPONDERS",
    "SOURCE",
    "TAGS",
    "UNKNOWN",
    "USER",
    "WORD",
    "Named",
    "NewAlert",
    "as_text",
    "details_of",
    "fit",
    "text_of",
    "words_of",
]

USER, NOTE = 100, 25_000  # characters
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
    fields = cut(new)
    if not fields["message"]:
        raise ValidationError({"message": "Message can not be empty."})
    return replace(
        new,
        **fields,
        note=text_of(new.note, NOTE),
        responders=new.responders[:RESPONDERS],
        visible_to=new.visible_to[:RESPONDERS],
    )
