"""What the rules know of an alert. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Facts:
    """An alert as its fields. Priority 1 is P1; responders and teams are names."""

    message: str = ""
    alias: str = ""
    description: str = ""
    source: str = ""
    entity: str = ""
    tags: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    responders: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    priority: int = 3


# The form of a text in which letter case doesn't matter.
fold = str.casefold


def squeeze(text: str) -> str:
    """Return a text without any white space."""
    return "".join(text.split())
