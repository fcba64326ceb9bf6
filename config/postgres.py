"""The embedded PostgreSQL: a real server from a wheel, reachable by its unix socket only.

Everybody who uses it holds a shared lock on `users.lock`; who leaves last stops it. The kernel
gives locks back, so a killed user never counts. Starting and stopping hold `starting.lock`.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from config.postgres_server import (
    NAME,
    SECONDS_TO_START,
    SOCKET_NAME,
    SUPERUSER,
    CannotStart,
    Server,
    one_line,
)

LONGEST_SOCKET_PATH = 107  # bytes: sun_path of Linux less its end
PASSING = ("starting up", "shutting down", "recovery mode", "refused", "No such file")


def socket_directory(home: Path) -> Path:
    """Where the server of `home` listens: inside it, or under /tmp when that path is too long."""
    inside = home / "socket"
    if len(os.fsencode(inside / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return inside
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    # Not $TMPDIR: every process must find the same place. It has to be ours alone (make_directory).
    return Path("/tmp") / f"muster-{name}"  # noqa: S108


class EmbeddedPostgres:
    """One server, its data and its locks, in the directory `home`."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home.absolute()
        self.socket = socket_directory(self.home)
        self.server = Server(self.home / "data", self.socket, durable=durable)
        self._using: int | None = None

    def join(self) -> None:
        """Start the server, or join the running one. Raises CannotStart."""
        try:
            self.home.mkdir(mode=0o711, parents=True, exist_ok=True)
            with self._starting():
                self._ensure_running()
                if self._using is None:
                    self._using = os.open(self.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
                    fcntl.flock(self._using, fcntl.LOCK_SH)
        except PermissionError as problem:
            raise CannotStart(
                f"The database in {self.home} belongs to another user ({problem.filename}): "
                "run this as that user, or set MUSTER_DATA to a directory of your own."
            ) from problem
        except OSError as problem:
            raise CannotStart(f"The database in {self.home} cannot start: {problem}.") from problem

    def leave(self) -> None:
        """Stop using the server; the last user stops it."""
        if self._using is None:
            return
        with self._starting():
            try:
                fcntl.flock(self._using, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still uses it
            else:
                self.server.stop()
            os.close(self._using)
            self._using = None

    def answers(self) -> bool:
        """Whether a server listens on the socket."""
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket / SOCKET_NAME))
            except OSError:
                return False
        return True

    def destroy(self) -> None:
        """Stop the server and remove all its data."""
        self.server.stop(mode="immediate")
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    @contextlib.contextmanager
    def _starting(self) -> Iterator[None]:
        lock = os.open(self.home / "starting.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _ensure_running(self) -> None:
        """Bring the server up if it is down, and wait while it recovers or ends."""
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            if not self.answers():
                self.server.start()
            try:
                return self._ensure_database()
            except psycopg.OperationalError as problem:
                passing = any(words in str(problem) for words in PASSING)
                if not passing or time.monotonic() > deadline:
                    raise CannotStart(f"The embedded PostgreSQL: {one_line(problem)}") from problem
            time.sleep(0.1)

    def _ensure_database(self) -> None:
        name = sql.Identifier(NAME)
        with psycopg.connect(
            host=str(self.socket), port=5432, user=SUPERUSER, dbname="postgres", autocommit=True
        ) as server:
            if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
                server.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(name))
            if not server.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [NAME]
            ).fetchone():
                server.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))
