"""The clock on the wall of a time zone, and the moments at which it shows something."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def wall_clock(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clock shows at a moment, without a time zone."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def first_moment(shown: datetime, zone: ZoneInfo) -> datetime:
    """The first moment (UTC) at which the clock shows `shown`, or skips it."""
    before, after = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if before <= after:  # shown once, or twice: the first time
        return before
    # Skipped: the moment when the clock was put forward lies between the two.
    late, early = before, after
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if wall_clock(middle, zone) >= shown:
            late = middle
        else:
            early = middle
    return late.replace(microsecond=0)
