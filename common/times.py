"""Times in words: relative under a day, dated after."""

from datetime import datetime, timedelta

from django.utils import timezone

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds


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
    return f"{_date(local)}, {local:%H:%M %Z}"


def _amount(seconds: int) -> str:
    return f"{seconds // MINUTE} min" if seconds < HOUR else f"{seconds // HOUR} h"


def _day(moment: datetime, now: datetime) -> str:
    near = {now.date() - timedelta(days=1): "yesterday", now.date() + timedelta(days=1): "tomorrow"}
    return near.get(moment.date(), _date(moment))


def _date(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"
