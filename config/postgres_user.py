"""Which system user the embedded PostgreSQL runs as: it refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = "muster"


@dataclass(frozen=True)
class ServerUser:
    """The system user of the server, seen from the user who starts it."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    @property
    def peers(self) -> set[str]:
        """The system users who may connect."""
        return {"root", self.name}

    def prefix(self, *needed: Path) -> list[str]:
        """What to put before a command so that it runs as this user and reaches `needed`.

        Where a directory above is closed, as root's home is, the server may pass through it:
        with one capability for reading, and the permissions of the directory stay as they are.
        The secure bit makes the capability count for access(2) too, as initdb asks it.
        """
        if not self.is_other:
            return []
        allowed = "-all" if all(map(is_open, needed)) else "-all,+dac_read_search"
        return [
            *("setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"),
            *(f"--inh-caps={allowed}", f"--ambient-caps={allowed}", f"--bounding-set={allowed}"),
            *("--securebits=+no_setuid_fixup", "--no-new-privs", "--"),
        ]

    def make_directory(self, path: Path) -> None:
        """Make a directory that only this user (and root) may enter. Raises PermissionError."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.is_other:
            os.chown(path, self.uid, self.gid)
        if path.is_symlink() or path.stat().st_uid != self.uid:
            raise PermissionError(0, "belongs to another user", str(path))
        path.chmod(0o700)

    def write(self, path: Path, text: str) -> None:
        """Replace a file of the server."""
        path.write_text(text)
        if self.is_other:
            os.chown(path, self.uid, self.gid)


def choose(data: Path) -> ServerUser:
    """The owner of the data if there is any, else who runs this; for root a user of its own.

    Raises OSError.
    """
    uid = data.stat().st_uid if data.exists() else os.geteuid()
    if os.geteuid() != 0 and uid != os.geteuid():
        raise PermissionError(0, "belongs to another user", str(data))
    try:
        entry = pwd.getpwuid(uid) if uid else _stand_in_for_root()
    except KeyError:
        raise OSError(f"the user with the number {uid} has no name on this machine") from None
    return ServerUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def is_open(directory: Path) -> bool:
    """Whether every user may pass through this directory and all above it."""
    resolved = directory.resolve()
    return all(place.stat().st_mode & 0o001 for place in (resolved, *resolved.parents))


def _stand_in_for_root() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd:
        subprocess.run(
            [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
            capture_output=True,
        )
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return pwd.getpwnam("nobody")
