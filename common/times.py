"""Times in words: relative under a day, dated after."""

from datetime import datetime, timedelta

from django.utils import timezone

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def in_words(moment: datetime | None, now: datetime) -> str:
    """Say when something was or will be ("4 min ago", "in 2 h", "yesterday", "9 Nov 2026")."""
    if moment is None:
        return "never"
    seconds = round((now - moment).total_seconds())
    if abs(seconds) < MINUTE:
        return "just now" if seconds >= 0 else "in a moment"
    if abs(seconds) < DAY:
        amount = _amount(abs(seconds))
        return f"{amount} ago" if seconds > 0 else f"in {amount}"
    return _day(timezone.localtime(moment), timezone.localtime(now))


def in_full(moment: datetime) -> str:
    """Write a moment out, in the reader's time zone ("22 Nov 2026, 14:05 CET")."""
    local = timezone.localtime(moment)
    return f"{day(local)}, {clock(local)} {local.tzname()}"


def day(local: datetime) -> str:
    """Write a day ("9 Nov 2026")."""
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def clock(local: datetime) -> str:
    """Write the time of a day ("09:05")."""
    return f"{local.hour:02}:{local.minute:02}"


def _amount(seconds: int) -> str:
    return f"{seconds // MINUTE} min" if seconds < HOUR else f"{seconds // HOUR} h"


def _day(moment: datetime, now: datetime) -> str:
    near = {now.date() - timedelta(days=1): "yesterday", now.date() + timedelta(days=1): "tomorrow"}
    return near.get(moment.date(), day(moment))
