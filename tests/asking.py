"""How tests ask for pages: as htmx does, and counting what the database is asked."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

HTMX = {"HX-Request": "true"}


def queries_of(client: Client, url: str) -> int:
    """How many queries a page makes, once what can be cached is cached."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
