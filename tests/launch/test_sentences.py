"""A problem of the set-up is one sentence and a non-zero exit, never a traceback."""

import pytest

from tests.launch.conftest import database_url
from tests.launch.running import free_port, manage


@pytest.mark.parametrize(
    "command", [["migrate"], ["run"], ["procrastinate", "worker"], ["backup", "nothing.dump"]]
)
def test_an_unreachable_database(tmp_path, command):
    url = f"postgres://muster:secret@127.0.0.1:{free_port()}/muster"
    done = manage(*command, MUSTER_DATA=tmp_path, DATABASE_URL=url, PORT=free_port())
    assert done.returncode == 1
    assert done.stderr.startswith("Cannot use the database muster at 127.0.0.1")
    assert len(done.stderr.splitlines()) == 1
    assert "Connection refused" in done.stderr
    assert "secret" not in done.stderr


@pytest.mark.parametrize(
    ("setting", "said"),
    [({"PORT": "many"}, "PORT"), ({"DATABASE_URL": "oracle://db"}, "DATABASE_URL must begin")],
)
def test_a_wrong_setting(tmp_path, setting, said):
    done = manage("migrate", MUSTER_DATA=tmp_path, **setting)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_database(tmp_path):
    done = manage("migrate", MUSTER_DATA=tmp_path, DATABASE_URL=database_url("there_is_none"))
    assert done.returncode == 1
    assert 'database "there_is_none" does not exist' in done.stderr
    assert len(done.stderr.splitlines()) == 1
