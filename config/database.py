"""Which database: the PostgreSQL of DATABASE_URL, or else an embedded one in MUSTER_DATA."""

import atexit
from functools import cache
from pathlib import Path
from typing import Any

import dj_database_url
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured

from config.postgres import EmbeddedPostgres, socket_directory
from config.postgres_server import NAME

SCHEMES = ("postgres://", "postgresql://")
SECONDS_TO_CONNECT = 10


def settings(url: str, data: Path) -> dict[str, Any]:
    """Return Django's settings of the database. Starts nothing. Raises ImproperlyConfigured."""
    found: dict[str, Any] = _of_url(url) if url else _embedded(data)
    found |= {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
    found["OPTIONS"] = {
        "connect_timeout": SECONDS_TO_CONNECT,
        "server_side_binding": True,
        "prepare_threshold": 1,
        "application_name": "muster",
    } | found.get("OPTIONS", {})
    return found


def ensure_running() -> None:
    """Start the embedded server, or join it; it stops with its last user. Raises CannotStart."""
    if django_settings.EMBEDDED:
        server = embedded()
        server.join()
        atexit.register(server.leave)


@cache
def embedded() -> EmbeddedPostgres:
    """The embedded server of this installation, whether it runs or not."""
    return EmbeddedPostgres(_home(django_settings.MUSTER_DATA))


def _home(data: Path) -> Path:
    return data / "postgres"


def _embedded(data: Path) -> dict[str, Any]:
    # The port only names the socket; said here so that PGPORT cannot change it.
    return {"NAME": NAME, "USER": NAME, "HOST": str(socket_directory(_home(data))), "PORT": "5432"}


def _of_url(url: str) -> dict[str, Any]:
    if not url.startswith(SCHEMES):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or postgresql://.")
    try:
        found = dict(dj_database_url.parse(url))
    except ValueError as problem:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {problem}.") from problem
    if not found["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL names no database: postgres://user:password@host:5432/name."
        )
    return found
