"""The secret key of an installation that was given none: made once and kept."""

import os
import secrets
from pathlib import Path


def key_kept_in(data: Path) -> str:
    """Return the key in `secret_key` of the data directory, which is made when it is missing."""
    place = data / "secret_key"
    try:
        return place.read_text(encoding="ascii")
    except FileNotFoundError:
        data.mkdir(mode=0o711, parents=True, exist_ok=True)
    draft = place.with_name(f"secret_key.{secrets.token_hex(8)}")
    with open(draft, "x", encoding="ascii", opener=_only_mine) as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, place)  # fails when another process was first: then its key counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return place.read_text(encoding="ascii")


def _only_mine(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
