"""Starts real Musters for tests: other processes, other databases, real signals."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 180  # on a machine that is busy with other tests
PORTS = (20_000, 32_000)
OURS = ("DATABASE_URL", "HOST", "MUSTER_DATA", "PORT", "PUBLIC_URL", "SECRET_KEY", "CI")


def environment(**settings: object) -> dict[str, str]:
    """The environment of this process without Muster's settings, and with these."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return kept | {name: str(value) for name, value in settings.items()}


def manage(*arguments: object, timeout: float = SECONDS_TO_START, **settings: object):
    """Run a management command and return what became of it."""
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *map(str, arguments)],
        env=environment(**settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def free_port() -> int:
    """A port nobody uses at the moment, nor gets in the next: below those the system gives away."""
    while True:
        port = random.randrange(*PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def wait_until(done: Callable[[], object], seconds: float = SECONDS_TO_START) -> None:
    """Wait until something is so; fail when it takes too long even for a busy machine."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"waited {seconds} s"
        time.sleep(0.05)


class Running:
    """A `manage.py run` in a session of its own, as a terminal gives it."""

    def __init__(self, data: Path, **settings: object) -> None:
        self.data, self.port = data, free_port()
        self.output = data.with_name(f"{data.name}.{self.port}.log")
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "run"],
            env=environment(MUSTER_DATA=data, PORT=self.port, **settings),
            cwd=ROOT,
            stdout=self.output.open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.session = os.getsid(self.process.pid)

    def wait_until_ready(self) -> None:
        """Wait until the web server and the worker are there and it said so."""

        def ready() -> bool:
            assert self.process.poll() is None, self.said()
            return "Ctrl-C" in self.said() and self.get("/readyz")[0] == 200

        wait_until(ready, SECONDS_TO_START)

    def said(self) -> str:
        """What it printed until now."""
        return self.output.read_text()

    def get(self, path: str) -> tuple[int, str]:
        """The status and the body of a page; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(
                f"http://localhost:{self.port}{path}", timeout=60
            ) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()
        except OSError as problem:
            return 0, str(problem)

    def processes(self) -> dict[int, str]:
        """The living processes of this Muster with its database, by their command lines."""
        return {
            pid: words
            for pid, words in command_lines().items()
            if str(self.data) in words or session_of(pid) == self.session
        }

    def uses_database(self, part: str) -> bool:
        """Whether a part has joined the database, which its last user stops."""
        return any(
            "users.lock" in opened
            for pid, words in self.processes().items()
            if part in words
            for opened in open_files(pid)
        )

    def signal(self, which: signal.Signals) -> int:
        """Send a signal to the process that was started, wait for its end, return its code."""
        self.process.send_signal(which)
        return self.process.wait(SECONDS_TO_START)

    def kill_everything(self) -> None:
        """`kill -9` of all processes, the database's too."""
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.wait_until_gone()

    def wait_until_gone(self) -> None:
        """Wait until no process of it is left; say which are."""
        try:
            wait_until(lambda: not self.processes())
        except AssertionError:
            raise AssertionError(f"Still there: {self.processes()}") from None


def command_lines() -> dict[int, str]:
    """The command lines of all living processes."""
    found = {}
    for process in Path("/proc").glob("[1-9]*"):
        try:
            words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if words:  # a zombie has none
            found[int(process.name)] = words
    return found


def open_files(pid: int) -> list[str]:
    """The files that a process has open; none when it has ended."""
    try:
        return [str(opened.readlink()) for opened in Path(f"/proc/{pid}/fd").iterdir()]
    except OSError:
        return []


def session_of(pid: int) -> int:
    """The session of a process, or 0."""
    try:
        return os.getsid(pid)
    except OSError:
        return 0
