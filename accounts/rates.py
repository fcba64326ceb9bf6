"""How often an API key may call: so many times a minute, whichever web processes it asks.

Each process counts for itself, and tells the database, and hears of the others, only when it has
counted a share of the limit. So a key that calls seldom costs nothing, and the limit is exact to
one share for each process.
"""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.db import connection

SHARES = 50
MINUTE = 60  # seconds
MOST_KEPT = 10_000  # keys that are counted at a time

# What was counted in an earlier minute is forgotten; a host whose clock is behind changes nothing.
# A key that was deleted meanwhile has no row.
_TELL = """
    INSERT INTO accounts_apikeycalls AS kept (key_id, minute, calls)
    SELECT id, %(minute)s, %(calls)s FROM accounts_apikey WHERE id = %(key)s FOR KEY SHARE
    ON CONFLICT (key_id) DO UPDATE
       SET minute = greatest(kept.minute, excluded.minute),
           calls = CASE
               WHEN kept.minute < excluded.minute THEN excluded.calls
               WHEN kept.minute = excluded.minute THEN kept.calls + excluded.calls
               ELSE kept.calls
           END
    RETURNING CASE WHEN minute = %(minute)s THEN calls ELSE 0 END
"""


class TooManyCalls(Exception):
    """A key has made all the calls of a minute; the next begins in so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"You are making too many requests. Try again in {seconds} seconds.")
        self.seconds = seconds


@dataclass(slots=True)
class _Count:
    """The calls of a key in a minute: those the database knows of, and those it does not yet."""

    minute: int
    known: int = 0
    untold: int = 0


_counts: dict[UUID, _Count] = {}
_lock = Lock()


def count_call(key_id: UUID, *, now: datetime) -> None:
    """Count a call of a key. Raises TooManyCalls."""
    limit: int = settings.API_CALLS_PER_MINUTE
    if not limit:
        return
    minute, second = divmod(int(now.timestamp()), MINUTE)
    with _lock:
        count = _count_of(key_id, minute)
        if count.known + count.untold >= limit:
            raise TooManyCalls(MINUTE - second)
        count.untold += 1
        telling = count.untold if count.untold * SHARES >= limit else 0
        count.known, count.untold = count.known + telling, count.untold - telling
    if telling:
        known = _tell(key_id, minute, telling)
        with _lock:
            count.known = max(count.known, known)


def _count_of(key_id: UUID, minute: int) -> _Count:
    count = _counts.get(key_id)
    if count is None or count.minute != minute:
        if len(_counts) >= MOST_KEPT:
            _counts.clear()
        count = _counts[key_id] = _Count(minute)
    return count


def _tell(key_id: UUID, minute: int, calls: int) -> int:
    """Add calls to those of all processes, and return how many of the minute are known of."""
    with connection.cursor() as cursor:
        cursor.execute(_TELL, {"key": key_id, "minute": minute, "calls": calls})
        row = cursor.fetchone()
    return int(row[0]) if row else 0
