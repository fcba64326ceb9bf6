"""Who may change a move now: one at a time.

`hold` and what follows it are called in the transaction of a change.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import connection

from common import holding
from migration.models import SiteMigration

GONE = "Somebody has deleted this migration meanwhile."
STALE = (
    "Somebody changed this migration meanwhile, perhaps you in another tab. "
    "Look at how it is now, and go on from there."
)
CHANGED = "changed"  # the code of the refusal
LOCK = 0x6D6F7665  # of PostgreSQL: "move"


def hold(migration: SiteMigration, *, version: int | None = None) -> None:
    """Lock a move and read it anew. Raises ValidationError unless it has this version."""
    holding.hold(migration, gone=GONE)
    check_version(migration, version)


def check_version(migration: SiteMigration, version: int | None) -> None:
    """Raise ValidationError, with the code CHANGED, when a move has another version."""
    if version is not None and migration.version != version:
        raise ValidationError(STALE, code=CHANGED)


def require_state(migration: SiteMigration, *states: str, otherwise: str) -> None:
    """Raise ValidationError with this sentence unless a move is in one of these states."""
    if migration.state not in states:
        raise ValidationError(otherwise)


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else works: a worker that only seemed dead may still have its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (is_alone,) = cursor.fetchone()
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
