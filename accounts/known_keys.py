"""Keys that have called lately, so that a busy one need not be looked up with every alert.

What is remembered may be out of date: a key may have been revoked a moment ago. So whoever acts
on it has the statement that acts check that the key's row still has this version, and looks the
key up again when it has not. A process remembers a key until its use is to be noted again.
"""

from datetime import datetime

from accounts import keys
from accounts.actors import Actor
from accounts.models import ApiKey

MOST = 10_000  # keys

_known: dict[str, tuple[ApiKey, str]] = {}


def actor_of_key(text: str, *, now: datetime, call: str) -> tuple[Actor, str | None] | None:
    """Return who acts with this key, as far as is known, and the version of its row.

    None for no key, or one that was revoked before it was looked up. Without a version it was
    looked up just now, and nothing has to be checked. At most one query, or two once a minute.
    """
    hashed = keys.hash_of(text)
    known = _known.get(hashed)
    if known and keys.is_noted(known[0], now):
        return Actor.of_key(known[0]), known[1]
    found = keys.look_up(hashed)
    if found is None:
        return None
    key, _version = found
    if keys.is_noted(key, now):
        if len(_known) >= MOST:
            _known.clear()
        _known[hashed] = found
    keys.note_use(key, now=now, call=call)  # which gives the row another version
    return Actor.of_key(key), None


def forget(text: str) -> None:
    """Look this key up the next time."""
    _known.pop(keys.hash_of(text), None)
