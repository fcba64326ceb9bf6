"""`manage.py run`, which `make run` calls: one Muster is started, killed and started again."""

import json
import os
import signal
import time
from http.client import HTTPConnection

import psycopg
import pytest

from config.postgres import socket_directory
from config.postgres_server import NAME
from tests.launch.running import Running, free_port, manage, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """The Musters that this module has started, all on the same data."""
    data = tmp_path_factory.mktemp("a home with spaces")
    musters = [Running(data)]
    yield musters
    for muster in reversed(musters):
        muster.kill_everything()


@pytest.fixture
def muster(started):
    """A Muster that serves: the last one, or another one when that has ended."""
    if started[-1].process.poll() is not None:
        started.append(Running(started[-1].data))
    started[-1].wait_until_ready()
    return started[-1]


def test_it_says_where_it_is_and_who_can_sign_in(muster):
    assert f"Muster runs at http://localhost:{muster.port}" in muster.said()
    assert "olive@acme.example   owner" in muster.said()
    assert "muster-demo" in muster.said()
    assert muster.get("/healthz") == (200, '{"status": "ok"}')
    assert muster.get("/readyz")[0] == 200
    assert (muster.data / "secret_key").stat().st_mode & 0o777 == 0o600


def test_commands_work_beside_it_and_leave_its_database_running(muster):
    done = manage("showmigrations", "accounts", MUSTER_DATA=muster.data)
    assert "[X] 0001" in done.stdout
    assert muster.get("/readyz")[0] == 200


def test_it_reads_a_request_that_comes_in_chunks(muster):
    connection = HTTPConnection("localhost", muster.port, timeout=30)
    for chunks, code in (([b'{"api', b'Key": "x"}'], 2), ([b'{"api', b"Key"], 101)):
        connection.request("POST", "/v1/json/team/", iter(chunks), encode_chunked=True)
        assert json.load(connection.getresponse())["code"] == code


def test_it_refuses_a_port_in_use(muster):
    done = manage("run", MUSTER_DATA=muster.data, PORT=muster.port)
    assert done.returncode == 1
    assert f"Port {muster.port} of 127.0.0.1 cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_refuses_other_hosts_while_the_demo_passwords_exist(muster):
    done = manage("run", MUSTER_DATA=muster.data, PORT=free_port(), HOST="0.0.0.0")
    assert done.returncode == 1
    assert "HOST=0.0.0.0 would let others sign in with the demo password" in done.stderr


def test_a_part_that_dies_is_started_again(muster):
    for part in ("granian", "procrastinate worker", "bin/postgres -D"):
        first = min(pid for pid, words in muster.processes().items() if part in words)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda pid=first: pid not in muster.processes())
    wait_until(lambda: muster.get("/readyz")[0] == 200)


def test_it_loses_nothing_when_everything_is_killed(muster, started):
    of_eve = "WHERE username = 'eve@acme.example'"
    with database_of(muster) as connection:
        connection.execute(f"UPDATE accounts_user SET full_name = 'Eve Kept' {of_eve}")
    muster.kill_everything()
    before = time.monotonic()
    started.append(Running(muster.data))
    started[-1].wait_until_ready()
    print(f"A start after kill -9 of everything took {time.monotonic() - before:.1f} s.")
    with database_of(muster) as connection:
        found = connection.execute(f"SELECT full_name FROM accounts_user {of_eve}")
        assert found.fetchone() == ("Eve Kept",)


def database_of(muster):
    """A connection to the database of a Muster; what was done there is committed at its end."""
    host = str(socket_directory(muster.data / "postgres"))
    return psycopg.connect(host=host, port=5432, user=NAME, dbname=NAME)


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_of_it(muster, which):
    assert muster.signal(which) == 0
    assert muster.processes() == {}


def test_its_parts_end_when_it_is_killed(muster):
    wait_until(lambda: muster.uses_database("procrastinate worker"))
    muster.signal(signal.SIGKILL)
    muster.wait_until_gone()
