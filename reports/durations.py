"""How long something took, in words. Pure."""

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds


def in_words(seconds: float | None) -> str:
    """Say it by its two largest units: "45 s", "4 min", "1 h 12 min", "2 d 3 h"; "" for None."""
    if seconds is None:
        return ""
    whole = round(seconds)
    if whole < MINUTE:
        return f"{whole} s"
    minutes = round(whole / MINUTE)
    if minutes < HOUR // MINUTE:
        return f"{minutes} min"
    if minutes < DAY // MINUTE:
        return _two(minutes // 60, "h", minutes % 60, "min")
    hours = round(whole / HOUR)
    return _two(hours // 24, "d", hours % 24, "h")


def _two(large: int, unit: str, small: int, smaller: str) -> str:
    return f"{large:,} {unit} {small} {smaller}" if small else f"{large:,} {unit}"
