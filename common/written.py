"""Ids and moments that stand in a statement, not beside it.

PostgreSQL keeps the plan of a statement that comes often, made for any value: it then expects the
same of a team of five and of one of five thousand. Where that matters, a statement names its ids,
and each gets the plan that fits it.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models.expressions import RawSQL


def written(value: UUID) -> RawSQL:
    """An id as a part of the statement. There is nothing in it to quote."""
    return RawSQL(f"'{value}'", ())  # noqa: S611


def all_written(values: Iterable[UUID]) -> RawSQL:
    """An array of ids as a part of the statement."""
    return RawSQL(f"'{{{','.join(map(str, values))}}}'", ())  # noqa: S611


def moment_written(at: datetime) -> RawSQL:
    """A moment as a part of the statement, for those that look at an hour or at a year."""
    return RawSQL(f"'{at.isoformat()}'::timestamptz", ())  # noqa: S611
