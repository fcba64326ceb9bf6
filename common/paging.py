"""Pages by key: the last page of a hundred thousand rows costs what the first one does.

A cursor names the row it starts from, not how many rows to skip, so an index finds it at once.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.core import signing
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable

PAGE_SIZE = 50
COUNT_LIMIT = 10_000
NO_LIMIT = 1_000_000_000  # rows
_SIGNER = signing.Signer(salt="common.paging")


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of rows: an expression with an index, made unique by the primary key."""

    name: str
    key: Combinable
    descending: bool = False

    def __str__(self) -> str:
        return f"-{self.name}" if self.descending else self.name


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after or before a row of one order, or at either end of it."""

    sort: str
    where: str = "first"
    key: Any = None
    pk: str = ""
    number: int = 1

    def __str__(self) -> str:
        key = self.key.isoformat() if isinstance(self.key, datetime) else self.key
        return _SIGNER.sign_object([self.sort, self.where, key, self.pk, self.number])


@dataclass(frozen=True, slots=True)
class Page[Row: Model]:
    """One page of rows, and the cursors of its neighbours ("" where there is none)."""

    rows: list[Row]
    first_number: int
    total: int
    total_is_exact: bool
    previous: str = ""
    next: str = ""
    first: str = ""
    last: str = ""

    @property
    def last_number(self) -> int:
        """The number of the last row shown, counted from 1."""
        return self.first_number + len(self.rows) - 1

    @property
    def total_text(self) -> str:
        """How many there are in all: "of 44", or "of more than 10,000"."""
        return f"of {self.total:,}" if self.total_is_exact else f"of more than {self.total:,}"


def read_cursor(text: str, sort: Sort) -> Cursor:
    """Read a cursor from a URL. A forged one, or one of another order, is the first page."""
    try:
        cursor = Cursor(*_SIGNER.unsign_object(text))
    except signing.BadSignature:
        return Cursor(str(sort))
    return cursor if cursor.sort == str(sort) else Cursor(str(sort))


def paginate[Row: Model](
    rows: QuerySet[Row],
    *,
    sort: Sort,
    cursor: str = "",
    size: int = PAGE_SIZE,
    count_limit: int = COUNT_LIMIT,
    counted: tuple[int, bool] | None = None,
    gather: bool = False,
) -> Page[Row]:
    """Cut one page out of `rows`: two queries, whichever page it is; one when there are none.

    `counted`: what `count_up_to` said of these rows, where the page has asked already.
    `gather`: rows may be few in a large table. Then PostgreSQL finds all and sorts them, instead
    of walking through the table in the order of the page.
    """
    at = read_cursor(cursor, sort)
    backwards = at.where in ("before", "last")
    total, exact = counted or count_up_to(count_limit, rows)
    if gather and exact and total:
        rows = rows.filter(pk__in=rows.order_by().values("pk")[:total])
    found = list(_from(rows, sort, at, backwards)[: size + 1]) if total else []
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    number = _first_number(at, len(found), total, exact)
    return Page(
        rows=found,
        first_number=number,
        total=total,
        total_is_exact=exact,
        previous=_before(found, number, sort) if found and _has_before(at, more) else "",
        next=_after(found, number, sort) if found and _has_after(at, more) else "",
        first=str(Cursor(str(sort))) if _has_before(at, more) else "",
        last=str(Cursor(str(sort), "last")) if _has_after(at, more) else "",
    )


def count_up_to(limit: int, rows: QuerySet[Any]) -> tuple[int, bool]:
    """Return how many rows there are, at most `limit`, and whether that is all of them."""
    return counts_up_to(limit, rows)[0]


def counts_up_to(limit: int, *sets: QuerySet[Any]) -> list[tuple[int, bool]]:
    """Count several sets of rows as `count_up_to` does, in one query.

    `QuerySet.count()` takes three times as long to put one such query together.
    """
    counts, params = zip(*(_count_sql(rows, limit + 1) for rows in sets), strict=True)
    with connections[sets[0].db].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", list(chain(*params)))
        return [(min(number, limit), number <= limit) for number in cursor.fetchone()]


def exact_counts(*sets: QuerySet[Any]) -> list[int]:
    """Count several sets of rows, however many there are, in one query."""
    return [count for count, _ in counts_up_to(NO_LIMIT, *sets)]


def _count_sql(rows: QuerySet[Any], limit: int) -> tuple[str, tuple[Any, ...]]:
    try:
        sql, params = rows.order_by().values("pk")[:limit].query.sql_with_params()
    except EmptyResultSet:  # Django knows of some sets that nothing can be in them
        return "0", ()
    return f"(SELECT count(*) FROM ({sql}) AS counted)", params  # noqa: S608  Django wrote it


def _from[Row: Model](
    rows: QuerySet[Row], sort: Sort, at: Cursor, backwards: bool
) -> QuerySet[Row]:
    keyed: QuerySet[Any] = rows.annotate(page_key=sort.key)
    falling = sort.descending != backwards
    if at.where in ("after", "before"):
        side = "lt" if falling else "gt"
        # The first condition is what lets PostgreSQL enter the index at the right place.
        keyed = keyed.filter(
            Q(**{f"page_key__{side}e": at.key}),
            Q(**{f"page_key__{side}": at.key}) | Q(**{f"pk__{side}": at.pk}),
        )
    key, pk = F("page_key"), F("pk")
    return keyed.order_by(
        key.desc() if falling else key.asc(),
        pk.desc() if falling else pk.asc(),
    )


def _first_number(at: Cursor, shown: int, total: int, exact: bool) -> int:
    if at.where == "last":
        return max(total - shown + 1, 1) if exact else 1
    if at.where == "before":
        return max(at.number - shown, 1)
    return at.number


def _has_before(at: Cursor, more: bool) -> bool:
    return at.where == "after" or (at.where in ("before", "last") and more)


def _has_after(at: Cursor, more: bool) -> bool:
    return at.where == "before" or (at.where in ("first", "after") and more)


def _after(found: list[Any], number: int, sort: Sort) -> str:
    last = found[-1]
    return str(Cursor(str(sort), "after", last.page_key, str(last.pk), number + len(found)))


def _before(found: list[Any], number: int, sort: Sort) -> str:
    return str(Cursor(str(sort), "before", found[0].page_key, str(found[0].pk), number))
