"""The least that keeping an alert can cost: JSON read, one row written, by the same driver.

A WSGI application for the server that serves Muster. No key is looked up, nothing is checked,
nobody is told: no log, no job, no duplicate found.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import django
import msgspec
from django.db import connection

INSERT = """
    INSERT INTO bench_alerts (alias, message, source, entity, details)
    VALUES (%s, %s, %s, %s, %s::jsonb)
"""


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Keep an alert."""
    set_up()
    if environ["REQUEST_METHOD"] == "POST":
        sent = msgspec.json.decode(environ["wsgi.input"].read())
        if connection.connection is None:  # each thread has its own
            connection.ensure_connection()
        details = msgspec.json.encode(sent["details"]).decode()
        row = [sent["alias"], sent["message"], sent["source"], sent["entity"], details]
        with connection.connection.cursor() as cursor:
            cursor.execute(INSERT, row)
    body = b'{"result":"Kept"}'
    headers = [("content-type", "application/json"), ("content-length", str(len(body)))]
    start_response("202 Accepted", headers)
    return [body]


@cache
def set_up() -> None:
    """Let Django know its settings; once."""
    django.setup()
