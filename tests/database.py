"""The throw-away PostgreSQL of a test run: started once, shared by all its processes, removed.

Its tables are made once, by a process of their own while the tests are collected, and each process
of the run gets a copy of them.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from config import database
from config.postgres import EmbeddedPostgres
from config.postgres_server import NAME
from tests.launch.running import ROOT, environment

PLACE = "MUSTER_TEST_DATA"  # set by the first process for the others of pytest-xdist
PREFIX = "muster-tests-"
LOCK = "being-migrated.lock"  # held by the process that makes the tables, as long as it lives
LOG = "accounts_auditentry"
OF_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission"}
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
        begin_to_migrate(server)
    settings.DATABASES["default"] |= database.settings("", Path(os.environ[PLACE])) | {
        "PASSWORD": "",
        "CONN_MAX_AGE": 0,  # the threads of a live server leave no connection behind
    }
    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = NAME
    TransactionTestCase._fixture_teardown = empty_the_tables


def begin_to_migrate(server: EmbeddedPostgres) -> None:
    """Start making the tables of the database that is copied."""
    url = f"postgres://{NAME}@{quote(str(server.socket), safe='')}:5432/{NAME}"
    place = server.home.parent
    with (place / LOCK).open("w") as lock, (place / "migrate.log").open("wb") as log:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "migrate"],
            cwd=ROOT,
            env=environment(DATABASE_URL=url, MUSTER_DATA=place),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[lock.fileno()],
        )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Wait for the tables. Had they not been made, Django would try it again, and say why not."""
    with (Path(os.environ[PLACE]) / LOCK).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around all tests of a file, for rows that each of them needs."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def empty_the_tables(case: TransactionTestCase) -> None:
    """Undo a test that committed, in place of Django's flush, which takes twenty times as long.

    That truncates all tables, used or not, and makes all permissions anew. This deletes what there
    is, of unmanaged tables too. It waits as that does for who still writes.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if t not in OF_MIGRATIONS]
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")
        some = " UNION ALL ".join(f"SELECT '{t}' WHERE EXISTS (SELECT FROM {t})" for t in tables)
        cursor.execute(some)
        filled = {name for (name,) in cursor.fetchall()}
        if LOG in filled:  # it refuses this to everybody, tests included
            cursor.execute(f"ALTER TABLE {LOG} DISABLE TRIGGER USER")
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute(f"ALTER TABLE {LOG} ENABLE TRIGGER USER")


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
