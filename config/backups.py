"""A backup is pg_dump's file of the whole database, and a restore puts it back or does nothing."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from config.postgres_server import BINARIES, one_line

SYSTEM_BINARIES = Path("/usr/lib/postgresql")  # where Debian keeps every version beside the others
# A new schema is made in the same transaction, so that nothing of the old one is left over.
EMPTY = """\
SET lock_timeout = '30s';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
ALTER SCHEMA public OWNER TO pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""


class BackupFailed(Exception):
    """Nothing was done; the text is one sentence for a person."""


def dump(target: Path) -> None:
    """Write a backup; the file appears only when it is whole. Raises BackupFailed."""
    program = program_for_server("pg_dump")
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.touch(mode=0o600, exist_ok=False)  # it will hold password hashes
        run([program, "--format=custom", f"--file={draft}", *place()])
        draft.replace(target)
    except OSError as problem:
        raise BackupFailed(f"{target} cannot be written: {problem.strerror}.") from problem
    finally:
        draft.unlink(missing_ok=True)


def restore(source: Path, *, replace: bool) -> None:
    """Put a backup back, all of it or nothing. Raises BackupFailed."""
    if not source.is_file():
        raise BackupFailed(f"There is no file {source}.")
    if not replace and (tables := connection.introspection.table_names()):
        raise BackupFailed(
            f"The database already has {len(tables)} tables, and all of them would be replaced: "
            "stop Muster, and add --replace if that is what you want."
        )
    program = program_for_server("pg_restore")
    connection.close()
    with tempfile.TemporaryFile() as script:  # read to its end before anything is changed
        script.write(EMPTY.encode())
        script.flush()
        run([program, "--no-owner", "--no-privileges", "--file=-", source], stdout=script)
        script.seek(0)
        quiet = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
        psql = program.with_name("psql")
        run([psql, *quiet, "--single-transaction", *place()], stdin=script)


def program_for_server(name: str) -> Path:
    """Return a program of the oldest version that can talk to the server. Raises BackupFailed."""
    connection.ensure_connection()
    server = connection.connection.info.server_version // 10000
    beside = [folder / "bin" / name for folder in SYSTEM_BINARIES.glob("*")]
    on_path = shutil.which(name)
    candidates = [BINARIES / name, *beside, *([Path(on_path)] if on_path else [])]
    fitting = [program for program in candidates if version(program) >= server]
    if not fitting:
        raise BackupFailed(
            f"The server is PostgreSQL {server}, and no {name} of that version is here: "
            f"apt-get install postgresql-client-{server}."
        )
    return fitting[0]


def version(program: Path) -> int:
    """Return the major version that a program of PostgreSQL names, or 0."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"(\d+)(\.|devel|beta|rc|$)", said.stdout)
    return int(found[1]) if found else 0


def place() -> list[str]:
    """Return the arguments that name the database; the password goes by the environment."""
    to = settings.DATABASES["default"]
    named = {"host": to["HOST"], "port": to["PORT"], "username": to["USER"], "dbname": to["NAME"]}
    return [f"--{option}={value}" for option, value in named.items() if value]


def run(command: Sequence[str | Path], **files: Any) -> None:
    """Run a program of PostgreSQL; `files` are its input and output. Raises BackupFailed."""
    to = settings.DATABASES["default"]
    said = {"PGPASSWORD": to.get("PASSWORD", ""), "LC_ALL": "C"}
    # What DATABASE_URL says after the question mark, as in ?sslmode=require.
    said |= {
        f"PG{key.upper()}": value
        for key, value in to["OPTIONS"].items()
        if key.startswith("ssl") or key in ("target_session_attrs", "gssencmode")
    }
    done = subprocess.run(
        command,
        **{"stdin": subprocess.DEVNULL, **files},
        stderr=subprocess.PIPE,
        env=os.environ | {key: value for key, value in said.items() if value},
    )
    if done.returncode:
        words = one_line(done.stderr.decode(errors="replace"))
        raise BackupFailed(f"{Path(command[0]).name} failed and nothing was changed: {words}")
