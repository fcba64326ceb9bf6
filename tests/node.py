"""Packages of npm that tests use: installed once for each list of them, and kept."""

import fcntl
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings

LISTS = ("package.json", "package-lock.json")
SECONDS_TO_INSTALL = 300


def modules_of(here: Path) -> Path:
    """Return the node_modules that `npm ci` makes of the lists in a directory.

    The test is skipped where there is no node. They are kept for the next run, and a second
    process waits until they are there.
    """
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not installed")
    mark = sha256(b"".join((here / name).read_bytes() for name in LISTS)).hexdigest()[:12]
    home = Path(settings.BASE_DIR) / "var" / "tests" / f"node-{mark}"
    home.parent.mkdir(parents=True, exist_ok=True)
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "done").exists():
            _install(here, home)
    return home / "node_modules"


def _install(here: Path, home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    for name in LISTS:
        shutil.copy(here / name, home)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=home, check=True, capture_output=True, timeout=SECONDS_TO_INSTALL)
    (home / "done").touch()
