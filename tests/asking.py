"""How tests ask for pages: as htmx does, and counting what the database is asked."""

import re
from itertools import count
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

HTMX = {"HX-Request": "true"}


def queries_of(client: Client, url: str) -> int:
    """How many queries a page makes, once what can be cached is cached."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def plans_of(client: Client, url: str, table: str) -> list[str]:
    """How PostgreSQL runs what a page asks of a table, whatever values are sent beside it.

    As if the table were larger: none is read from one end to the other where an index would do.
    """
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        assert client.get(url).status_code == 200
    return [_plan_of(sql) for sql in asked if f'"{table}"' in sql]


def _plan_of(sql: str) -> str:
    numbers = count(1)
    numbered = re.sub("%s", lambda _: f"${next(numbers)}", sql)
    with transaction.atomic(), connection.connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        lines = cursor.execute(f"EXPLAIN (GENERIC_PLAN) {numbered}", prepare=False).fetchall()
        cursor.execute("SET LOCAL enable_seqscan = on")
    return "\n".join(line for (line,) in lines)
