"""How every command starts: with its database up, and with sentences instead of tracebacks."""

import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import django
import environs
import psycopg
from django import db
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from procrastinate.exceptions import ConnectorException

from config import database
from config.postgres_server import CannotStart, one_line

# These never ask the database; the others find the embedded one running.
WITHOUT_DATABASE = {"collectstatic", "diffsettings", "help", "run", "version"}


def execute(arguments: Sequence[str]) -> int:
    """Run a command line; return the exit code. A problem of the set-up is one sentence."""
    command = arguments[1] if len(arguments) > 1 else "help"
    try:
        if command not in WITHOUT_DATABASE and not command.startswith("-"):
            signal.signal(signal.SIGTERM, _end)
            database.ensure_running()
        if command == "procrastinate":
            django.setup()
            db.connection.ensure_connection()  # the worker itself would try for half a minute
        execute_from_command_line([*arguments])
    except (ImproperlyConfigured, environs.EnvError) as problem:
        return refuse(f"A setting is wrong: {one_line(problem)}")
    except CannotStart as problem:
        return refuse(str(problem))
    except (db.OperationalError, psycopg.OperationalError, ConnectorException) as problem:
        return refuse(unreachable(problem))
    except KeyboardInterrupt:
        return 130
    return 0


def refuse(sentence: str) -> int:
    """Say on standard error why nothing was done; return the exit code."""
    sys.stderr.write(f"{sentence}\n")
    return 1


def unreachable(problem: BaseException) -> str:
    """The sentence about a database that does not answer; it holds no password."""
    place = settings.DATABASES["default"]
    where = f"{place['NAME']} at {place['HOST'] or 'localhost'}:{place['PORT'] or 5432}"
    reason = str(problem).strip().splitlines()[0].removeprefix("connection failed: ").rstrip(".")
    hint = (
        "The embedded database ended meanwhile; run the command again."
        if settings.EMBEDDED
        else "Is PostgreSQL running there, and is DATABASE_URL right?"
    )
    return f"Cannot use the database {where}: {reason}. {hint}"


def _end(number: int, frame: object) -> NoReturn:
    """End in an orderly way, so that the last user of the embedded database stops it."""
    sys.exit(128 + number)
