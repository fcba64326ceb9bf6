"""The least a page can cost: its SQL on the driver, every row into an f-string, nothing else.

A WSGI application for the server that serves Muster, so that both are measured alike. /0 answers
the first page's SQL, /1 the second's, as the file BENCH_QUERIES has them.
"""

import html
import os
import pickle
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.db import connection

type Queries = Sequence[tuple[str, Any]]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Answer with what the SQL of a page finds."""
    number = environ["PATH_INFO"].strip("/")
    text = table_of(pages()[int(number)])[0] if number.isdecimal() else ""
    body = f"<!doctype html><html>{text}</html>".encode()
    headers = [("content-type", "text/html"), ("content-length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]


@cache
def pages() -> list[Queries]:
    """The SQL of all pages; read once."""
    django.setup()  # what is in the file needs the models
    connection.ensure_connection()
    found: list[Queries] = pickle.loads(Path(os.environ["BENCH_QUERIES"]).read_bytes())
    return found


def table_of(queries: Queries) -> tuple[str, int]:
    """Run SQL on the driver alone; return its rows as HTML, and the most rows of one query."""
    if connection.connection is None:  # each thread has its own
        connection.ensure_connection()
    text, most = "", 0
    with connection.connection.cursor() as cursor:
        for sql, params in queries:
            rows = cursor.execute(sql, params).fetchall()
            text += written(rows)
            most = max(most, len(rows))
    return text, most


def written(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as HTML, by f-strings."""
    return "".join(
        f"<tr>{''.join(f'<td>{html.escape(str(value))}</td>' for value in row)}</tr>"
        for row in rows
    )
