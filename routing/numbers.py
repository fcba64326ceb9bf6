"""Numbers and priorities written as text."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"\s*[+-]?[0-9]+(\.[0-9]+)?\s*", re.ASCII)
_PRIORITY = re.compile(r"[Pp]?([1-5])")


def number_in(text: str) -> Decimal | None:
    """The number that a text is ("90", "-0.5"), or None when it is anything else."""
    return Decimal(text.strip()) if _NUMBER.fullmatch(text) else None


def priority_in(text: str) -> int | None:
    """The priority that a text names ("P1", "1"), or None."""
    found = _PRIORITY.fullmatch(text)
    return int(found[1]) if found else None
