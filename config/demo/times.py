"""When things happened at Acme: the same moments for everything loaded on one day."""

from datetime import datetime, timedelta


def midnight(now: datetime) -> datetime:
    """Return the beginning of the day; nothing of the demo happened after it."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def moment(today: datetime, days_ago: int, minute: int = 0) -> datetime:
    """Return a moment of an earlier day, `minute` minutes into its office hours (9 to 17 UTC)."""
    return today - timedelta(days=days_ago) + timedelta(hours=9, minutes=minute % 480)
