"""A page of all people as plain rows: the list that scripts ask for most."""

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import F, Func

from accounts.models import User
from common.folding import Folded

COLUMNS = (
    "created_at", "role", "custom_role__name", "is_blocked", "skype_username", "time_zone",
    "is_verified", "pk", "full_name", "locale", "username",
)  # fmt: skip
SORTS: dict[str, F | Func] = {"username": F("username"), "full_name": Folded("full_name")}


def people_page(sort: str, *, descending: bool, limit: int, offset: int) -> list[tuple[Any, ...]]:
    """Return the values of COLUMNS of `limit` people after the first `offset`. One query.

    For who may see everybody.
    """
    with connection.cursor() as cursor:
        cursor.execute(_sql(sort, descending), [limit, offset])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@cache
def _sql(sort: str, descending: bool) -> str:
    """The query of a sort. Putting it together anew would take three times as long as asking."""
    order = SORTS[sort]
    by = (order.desc(), "-pk") if descending else (order.asc(), "pk")
    sql, _ = User.objects.order_by(*by).values_list(*COLUMNS).query.sql_with_params()
    return f"{sql} LIMIT %s OFFSET %s"
