"""Text that came from outside."""


def one_line(text: str, limit: int) -> str:
    """Return text without control characters, cut to `limit` characters."""
    return "".join(c if c.isprintable() else " " for c in text).strip()[:limit]


def shortened(text: str, limit: int) -> str:
    """Return text of at most `limit` characters, the last one "…" where some are missing."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
