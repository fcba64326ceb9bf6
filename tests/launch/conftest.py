"""Databases of their own on the throw-away server, for commands that run beside the tests."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from psycopg import sql


@pytest.fixture
def database_url() -> Callable[[str], str]:
    """A function that gives the DATABASE_URL of a database on the throw-away server."""
    place = settings.DATABASES["default"]

    def url(name: str) -> str:
        return f"postgres://{place['USER']}@{quote(place['HOST'], safe='')}:5432/{name}"

    return url


@pytest.fixture
def new_database(database_url: Callable[[str], str], request) -> Iterator[Callable[[], str]]:
    """A function that makes an empty database and gives its URL; they are dropped afterwards."""
    place, made = settings.DATABASES["default"], []
    with psycopg.connect(
        host=place["HOST"], port=5432, user=place["USER"], dbname="postgres", autocommit=True
    ) as server:

        def make() -> str:
            name = f"try_{abs(hash(request.node.nodeid)) % 10**8}_{len(made)}"
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            made.append(name)
            return database_url(name)

        yield make
        for name in made:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
