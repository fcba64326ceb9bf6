"""Text that came from outside."""

import unicodedata


def one_line(text: str, limit: int) -> str:
    """Return text without control characters, cut to `limit` characters."""
    return "".join(c if c.isprintable() else " " for c in text).strip()[:limit]


def shortened(text: str, limit: int) -> str:
    """Return text of at most `limit` characters, the last one "…" where some are missing."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def as_seen(text: str) -> str:
    """Return text as people see it: what they don't see parts no number in two."""
    return "".join(map(_as_seen, text))


def _as_seen(one: str) -> str:
    if one.isprintable() or one == "\n":
        return one
    if one.isspace():
        return " "
    return "" if unicodedata.category(one) == "Cf" else "\ufffd"
