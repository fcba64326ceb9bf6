"""Databases of their own on the throw-away server, for commands that run beside the tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from psycopg import sql


def database_url(name: str) -> str:
    """The DATABASE_URL of a database on the throw-away server."""
    place = settings.DATABASES["default"]
    return f"postgres://{place['USER']}@{quote(place['HOST'], safe='')}:5432/{name}"


@pytest.fixture
def new_database() -> Iterator[Callable[[], str]]:
    """A function that makes an empty database and gives its URL; they are dropped afterwards."""
    with new_databases() as make:
        yield make


@contextmanager
def new_databases() -> Iterator[Callable[[], str]]:
    """The same outside of a test."""
    place, made = settings.DATABASES["default"], []
    with psycopg.connect(
        host=place["HOST"], port=5432, user=place["USER"], dbname="postgres", autocommit=True
    ) as server:

        def make() -> str:
            name = f"try_{uuid4().hex}"
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            made.append(name)
            return database_url(name)

        yield make
        for name in made:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
