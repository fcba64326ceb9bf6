"""Ids that stand in a statement, not beside it.

PostgreSQL keeps the plan of a statement that comes often, made for any value: it then expects the
same of a team of five and of one of five thousand. Where that matters, a statement names its ids,
and each gets the plan that fits it.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models.expressions import RawSQL


def written(value: UUID) -> RawSQL:
    """An id as a part of the statement. There is nothing in it to quote."""
    return RawSQL(f"'{value}'", ())  # noqa: S611


def all_written(values: Iterable[UUID]) -> RawSQL:
    """An array of ids as a part of the statement."""
    return RawSQL(f"'{{{','.join(map(str, values))}}}'", ())  # noqa: S611
