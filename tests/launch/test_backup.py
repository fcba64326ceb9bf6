"""`manage.py backup` and `manage.py restore`, on a PostgreSQL of DATABASE_URL."""

import shutil

import psycopg
import pytest

from tests.launch.conftest import new_databases
from tests.launch.running import manage


def rows(url, query):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def filled(new_database):
    return fill(new_database())


def fill(url):
    """Make a table with a row in an empty database. Return its URL."""
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (name text PRIMARY KEY)")
        connection.execute("INSERT INTO kept VALUES ('before')")
    return url


@pytest.fixture(scope="module")
def first_backup(tmp_path_factory):
    """A backup of a database filled like that: what `manage.py backup` makes."""
    place = tmp_path_factory.mktemp("backup")
    target = place / "muster.dump"
    with new_databases() as make:
        done = manage("backup", target, MUSTER_DATA=place, DATABASE_URL=fill(make()))
    assert done.returncode == 0, done.stderr
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in place.glob(".*")] == []
    return target


@pytest.fixture
def backup(first_backup, tmp_path):
    """A copy of it that may be broken."""
    return shutil.copy(first_backup, tmp_path / "muster.dump")


def restore(url, backup, *options):
    return manage("restore", *options, backup, MUSTER_DATA=backup.parent, DATABASE_URL=url)


def test_a_backup_fills_an_empty_database(backup, new_database):
    url = new_database()
    done = restore(url, backup)
    assert done.returncode == 0, done.stderr
    assert "manage.py migrate" in done.stdout
    assert rows(url, "SELECT name FROM kept") == [("before",)]


def test_it_does_not_replace_anything_unasked(filled, backup):
    done = restore(filled, backup)
    assert done.returncode == 1
    assert "--replace" in done.stderr


def test_replacing_leaves_nothing_of_the_old(filled, backup):
    with psycopg.connect(filled) as connection:
        connection.execute("UPDATE kept SET name = 'after'")
        connection.execute("CREATE TABLE newer (name text REFERENCES kept)")
    done = restore(filled, backup, "--replace")
    assert done.returncode == 0, done.stderr
    assert rows(filled, "SELECT name FROM kept") == [("before",)]
    assert rows(filled, "SELECT to_regclass('newer')") == [(None,)]


def test_a_broken_backup_changes_nothing(filled, backup):
    backup.write_bytes(backup.read_bytes()[:-20])
    done = restore(filled, backup, "--replace")
    assert done.returncode == 1
    assert "nothing was changed" in done.stderr
    assert "Traceback" not in done.stderr
    assert rows(filled, "SELECT name FROM kept") == [("before",)]


def test_a_directory_that_is_missing_is_named(filled, tmp_path):
    target = tmp_path / "missing" / "muster.dump"
    done = manage("backup", target, MUSTER_DATA=tmp_path, DATABASE_URL=filled)
    assert done.returncode == 1
    assert f"{target} cannot be written: No such file or directory." in done.stderr
