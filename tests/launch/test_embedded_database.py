"""The embedded PostgreSQL: who starts it, who stops it, what it survives."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psycopg
import pytest

from config.postgres import EmbeddedPostgres
from config.postgres_server import BINARIES, NAME, CannotStart
from tests.launch.running import ROOT, wait_until

USE_IT = """
import sys
from contextlib import suppress
from pathlib import Path
from config.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), durable=False)
server.join()
print("joined", flush=True)
sys.stdin.read()
server.leave()
"""


@pytest.fixture
def new_server(tmp_path):
    server = EmbeddedPostgres(tmp_path / "a home" / "postgres", durable=False)
    yield server
    server.destroy()


@pytest.fixture(scope="module")
def used_home(tmp_path_factory):
    """Where a server was that is stopped: making its data takes longer than what the tests do."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("used") / "postgres", durable=False)
    server.join()
    server.leave()
    return server.home


@pytest.fixture
def server(new_server, used_home):
    """A server that does not run, with its data."""
    new_server.home.parent.mkdir()
    subprocess.run(["cp", "-a", used_home, new_server.home], check=True)
    return new_server


@pytest.fixture
def durable_server(tmp_path):
    server = EmbeddedPostgres(tmp_path / "postgres")
    yield server
    server.destroy()


def connect(server, **options):
    return psycopg.connect(
        **{"host": str(server.socket), "port": 5432, "user": NAME, "dbname": NAME, **options}
    )


def processes(server):
    return server.server._processes()


def other_user_of(server):
    """Another process that uses the server until its standard input ends."""
    user = subprocess.Popen(
        [sys.executable, "-c", USE_IT, server.home],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert user.stdout.readline() == b"joined\n"
    return user


def test_it_is_utf8_in_utc_with_checksums(new_server):
    new_server.join()
    with connect(new_server) as connection:
        answers = connection.execute(
            "SELECT current_setting('server_encoding'), current_setting('TimeZone'),"
            " current_setting('data_checksums'), datlocale, current_setting('listen_addresses'),"
            " rolsuper FROM pg_database, pg_roles WHERE datname = %s AND rolname = %s",
            [NAME, NAME],
        ).fetchone()
    assert answers == ("UTF8", "UTC", "on", "C.UTF-8", "", False)


def test_the_last_user_stops_it(server):
    server.join()
    other = other_user_of(server)
    server.leave()
    assert server.answers()
    other.communicate()
    assert not server.answers()
    assert not processes(server)


def test_a_killed_user_does_not_count(server):
    other = other_user_of(server)
    other.kill()
    other.communicate()
    assert server.answers()
    server.join()
    server.leave()
    assert not server.answers()


def kill(server):
    """Kill all of a server; its processes also end by themselves once the first one is gone."""
    for pid in processes(server):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_it_starts_after_kill_9_and_keeps_what_was_committed(durable_server):
    durable_server.join()
    with connect(durable_server) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    kill(durable_server)
    durable_server.join()
    with connect(durable_server) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_it_starts_when_the_number_of_a_dead_server_is_another_programs(server):
    server.join()
    record = server.home / "data" / "postmaster.pid"
    lines = record.read_text().splitlines()
    kill(server)
    wait_until(lambda: not processes(server))
    lines[0] = str(os.getpid())
    record.write_text("\n".join(lines))
    (server.socket / ".s.PGSQL.5432.lock").write_text("\n".join(lines))
    server.join()
    with connect(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_two_starts_at_once_make_one_server(new_server):
    with ThreadPoolExecutor(3) as pool:
        users = list(pool.map(other_user_of, [new_server] * 3))
    with connect(new_server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    for user in users:
        user.communicate()
    assert not new_server.answers()


def test_a_half_made_one_is_made_anew(new_server):
    (new_server.home / "data.new").mkdir(parents=True)
    (new_server.home / "data.new" / "PG_VERSION").write_text("18\n")
    new_server.join()
    assert new_server.answers()


def test_a_long_path_has_its_socket_elsewhere(tmp_path):
    server = EmbeddedPostgres(tmp_path / ("long" * 30) / "postgres", durable=False)
    try:
        server.join()
        assert len(os.fsencode(server.socket)) < 60
        assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
        with connect(server) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.destroy()


@pytest.mark.parametrize("user", [NAME, "postgres"])
def test_other_people_of_the_machine_cannot_connect(server, user):
    if os.geteuid() != 0:
        as_nobody = []  # only root can try as somebody else
        server.join()
        assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
        return
    as_nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]
    server.join()
    # Even when the directories are opened, the server asks the kernel who is calling.
    for place in (server.socket, *server.socket.parents[:4]):
        if str(place) != "/tmp":
            place.chmod(0o755)
    (server.socket / ".s.PGSQL.5432").chmod(0o777)
    psql = shutil.which("psql") or BINARIES / "psql"
    tried = subprocess.run(
        [*as_nobody, psql, "-h", server.socket, "-U", user, "-d", NAME, "-c", "SELECT 1"],
        capture_output=True,
        text=True,
    )
    assert tried.returncode != 0


def test_data_of_another_version_are_left_alone(server):
    server.join()
    server.leave()
    version = server.home / "data" / "PG_VERSION"
    version.write_text("15\n")
    with pytest.raises(CannotStart, match="were made by PostgreSQL 15"):
        server.join()
