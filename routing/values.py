"""Values as conditions see them: numbers and priorities written as text, and a field in words."""

import re
from decimal import Decimal

from routing.facts import Facts
from routing.operations import FIELDS, Kind

LONGEST_SEEN = 120  # characters of a value that an explanation repeats
_NUMBER = re.compile(r"\s*[+-]?[0-9]+(\.[0-9]+)?\s*", re.ASCII)
_PRIORITY = re.compile(r"[Pp]?([1-5])")


def number_in(text: str) -> Decimal | None:
    """The number that a text is ("90", "-0.5"), or None when it is anything else."""
    return Decimal(text.strip()) if _NUMBER.fullmatch(text) else None


def priority_in(text: str) -> int | None:
    """The priority that a text names ("P1", "1"), or None."""
    found = _PRIORITY.fullmatch(text)
    return int(found[1]) if found else None


def seen(facts: Facts, field: str, key: str = "") -> str:
    """What a condition sees, as text, cut to LONGEST_SEEN characters; "" when there is nothing."""
    value = getattr(facts, FIELDS[field].attribute)
    match FIELDS[field].kind:
        case Kind.NUMBER:
            return f"P{value}"
        case Kind.MAP if key:
            value = value.get(key, "")
        case Kind.MAP:
            value = ", ".join(f"{name}={one}" for name, one in value.items())
        case Kind.LIST | Kind.NAMES:
            value = ", ".join(value)
    text = str(value)
    return text if len(text) <= LONGEST_SEEN else f"{text[: LONGEST_SEEN - 1]}…"
