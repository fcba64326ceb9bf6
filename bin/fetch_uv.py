"""Fetch the uv wheel from the package index and unpack its program; standard library only.

The last resort where Python has neither pip nor venv. Runs on Python 3.8 and newer.
Usage: python3 bin/fetch_uv.py DIRECTORY
"""

import hashlib
import io
import json
import os
import platform
import sys
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urljoin

INDEX_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
DEFAULT_INDEX = "https://pypi.org/simple"
JSON = "application/vnd.pypi.simple.v1+json"
SECONDS = 60


def main(directory):
    """Put uv into DIRECTORY/bin."""
    index = next(filter(None, map(os.environ.get, INDEX_VARIABLES)), DEFAULT_INDEX)
    page = index.rstrip("/") + "/uv/"
    request = urllib.request.Request(page, headers={"Accept": JSON})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        files = json.load(answer)["files"]
    wheel = max(filter(fits, files), key=version)
    with urllib.request.urlopen(urljoin(page, wheel["url"]), timeout=SECONDS) as answer:
        body = answer.read()
    if hashlib.sha256(body).hexdigest() != wheel["hashes"]["sha256"]:
        sys.exit("The uv wheel from the package index is damaged.")
    unpack(body, Path(directory) / "bin")


def fits(file):
    """Whether a file of the index is a released wheel for this machine."""
    name, machine = file["filename"], platform.machine().lower()
    tag = f"macosx_11_0_{machine}" if sys.platform == "darwin" else f"manylinux_2_17_{machine}"
    return name.endswith(".whl") and tag in name and not file.get("yanked") and all(version(file))


def version(file):
    """The version of a wheel as numbers; a pre-release has a nought in it and is left out."""
    parts = file["filename"].split("-")[1].split(".")
    return tuple(int(part) + 1 if part.isdigit() else 0 for part in parts)


def unpack(body, target):
    """Write the program of the wheel."""
    target.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".data/scripts/uv"))
        draft = target / "uv.new"
        draft.write_bytes(archive.read(name))
    draft.chmod(0o755)
    draft.rename(target / "uv")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except (OSError, ValueError, KeyError) as problem:
        sys.exit(f"uv could not be fetched from the package index: {problem}")
