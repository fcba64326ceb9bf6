"""Child processes that are started again when they die, and die when their parent does."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

PR_SET_PDEATHSIG = 1  # linux/prctl.h
LONGEST_PAUSE = 30.0  # seconds between two starts of a child that keeps dying
SECONDS_TO_END = 10.0  # for running requests and jobs


def end_with_parent(parent: int, how: signal.Signals = signal.SIGTERM) -> None:
    """Ask Linux to send this process a signal when its parent ends, however that happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how)
        if os.getppid() != parent:
            os.kill(os.getpid(), how)  # the parent was gone before we asked


class Child:
    """One program that has to run all the time, in a process group of its own."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name, self.command = name, command
        self.pause = 1.0
        self.start_at = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def keep_running(self) -> None:
        """Start the program when it does not run; the pause doubles while it keeps dying."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self._start(now)
        elif (code := self.process.poll()) is not None:
            self._end_group(signal.SIGKILL)
            self.pause = 1.0 if now - self.start_at > 60 else min(2 * self.pause, LONGEST_PAUSE)
            self.process, self.start_at = None, now + self.pause
            say(f"The {self.name} stopped ({code}) and starts again in {self.pause:.0f} s.")

    def wait(self, deadline: float) -> None:
        """Wait until the program has ended, at most until the deadline."""
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(max(0.0, deadline - time.monotonic()))

    def kill(self) -> None:
        """End at once what is left of the program and of what it started."""
        if self.process:
            self._end_group(signal.SIGKILL)
            self.process.wait()

    def ask_to_end(self) -> None:
        """Tell the program to finish what it does and end."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def _start(self, now: float) -> None:
        self.start_at = now
        self.process = subprocess.Popen(
            self.command,
            process_group=0,
            preexec_fn=partial(end_with_parent, os.getpid()),
            env=os.environ | {"MUSTER_SUPERVISED": "1"},
        )

    def _end_group(self, how: signal.Signals) -> None:
        with suppress(ProcessLookupError, PermissionError):
            if self.process:
                os.killpg(self.process.pid, how)


def end_all(children: Sequence[Child]) -> None:
    """End all children: they get a while to finish, or until a second Ctrl-C."""
    deadline = time.monotonic() + SECONDS_TO_END
    with suppress(KeyboardInterrupt):
        for child in children:
            child.ask_to_end()
        for child in children:
            child.wait(deadline)
    for child in children:
        child.kill()


def say(line: str) -> None:
    """Print a line for the person at the terminal."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
