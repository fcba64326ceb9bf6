"""The version number, which has one home: the changelog."""

import re
from pathlib import Path


def read_version(changelog: Path) -> str:
    """Return the newest released version of a changelog ("1.2.0"), or "dev" when there is none."""
    try:
        found = re.search(r"^## (\d[\w.]*)", changelog.read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return "dev"
    return found[1] if found else "dev"
