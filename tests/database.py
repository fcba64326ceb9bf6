"""The throw-away PostgreSQL of a test run: started once, shared by all its processes, removed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from config import database
from config.postgres import EmbeddedPostgres

PLACE = "MUSTER_TEST_DATA"  # set by the first process for the others of pytest-xdist
PREFIX = "muster-tests-"
THE_SERVER = pytest.StashKey[EmbeddedPostgres]()


def pytest_configure(config: pytest.Config) -> None:
    """Start the server and point Django to it."""
    if not hasattr(config, "workerinput"):
        remove_left_over()
        data = tempfile.mkdtemp(prefix=PREFIX)
        os.environ[PLACE] = data
        config.stash[THE_SERVER] = server = EmbeddedPostgres(Path(data) / "postgres", durable=False)
        config.add_cleanup(lambda: remove(server))
        server.join()
    settings.DATABASES["default"] |= database.settings("", Path(os.environ[PLACE])) | {
        "PASSWORD": "",
        "CONN_MAX_AGE": 0,  # the threads of a live server leave no connection behind
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let Django empty the log after a test that committed: nobody else may."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER log_is_not_emptied")


@pytest.fixture(autouse=True)
def _no_jobs_left(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Empty the tables that Django's own cleaning leaves out, as their models aren't managed."""
    yield
    mark = request.node.get_closest_marker("django_db")
    committed = bool(mark and mark.kwargs.get("transaction"))
    if committed or {"live_server", "transactional_db"} & set(request.fixturenames):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, django_cache CASCADE")


def remove(server: EmbeddedPostgres) -> None:
    """Stop a server and remove all of its traces."""
    server.destroy()
    shutil.rmtree(server.home.parent, ignore_errors=True)


def remove_left_over() -> None:
    """Remove the servers of test runs that were killed: nobody holds their lock any more."""
    for users in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/postgres/users.lock"):
        try:
            with users.open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove(EmbeddedPostgres(users.parent, durable=False))
        except OSError:
            continue  # in use, or another user's
