"""Waking the workers when alerts come in, without slowing the alerts down.

PostgreSQL commits transactions that NOTIFY one after the other. So the transaction of an alert
leaves that out (a condition of the queue's trigger, alerts/migrations/0005), and a process says
by itself that there is work, a few times a second at most: then the workers are busy anyway, and
take the next job as soon as one is done. They also look each second.
"""

import json
from threading import Lock
from time import monotonic

from django.db import connection

EVERY = 0.2  # seconds
CHANNEL = "procrastinate_any_queue_v1"

_lock = Lock()
_last = -EVERY


def wake_workers(job_id: int) -> None:
    """Tell workers that sleep of a new job, unless they have just been told of another."""
    if not _is_time():
        return
    inserted = json.dumps({"type": "job_inserted", "job_id": job_id})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, inserted])


def _is_time() -> bool:
    global _last
    now = monotonic()
    with _lock:
        if now - _last < EVERY:
            return False
        _last = now
    return True
