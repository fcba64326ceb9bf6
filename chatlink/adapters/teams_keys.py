"""The keys that Microsoft signs tokens for bots with: fetched from its key server, and kept."""

import json
import threading
import time
from typing import Any

import jwt
from django.conf import settings

from chatlink.adapters import proof
from chatlink.messages import Forged
from common import outgoing

KEPT_FOR = 24 * 3600  # seconds
REST = 60  # seconds between two fetches for keys that are not known
LARGEST = 1024 * 1024  # bytes
HEADERS = {"User-Agent": "Muster", "Accept": "application/json", "Accept-Encoding": "identity"}


class KeyServer:
    """The keys of one address. A key that is not there is looked for again, but not always."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: dict[str, dict[str, Any]] = {}
        self._url = ""
        self._fetched_at = float("-inf")

    def key(self, kid: str) -> dict[str, Any]:
        """Return a key as it stands in the set. Raises Forged, or OSError without an answer."""
        with self._lock:
            age = time.monotonic() - self._fetched_at
            is_other = self._url != settings.TEAMS_KEYS_URL
            if is_other or age > KEPT_FOR or (kid not in self._keys and age > REST):
                self._fetch(settings.TEAMS_KEYS_URL)
            if kid not in self._keys:
                raise Forged("No key of Microsoft's has this name.")
            return self._keys[kid]

    def _fetch(self, url: str) -> None:
        """Fetch them. When that fails the ones that are kept still hold for a while."""
        if url != self._url:
            self._keys, self._url = {}, url
        self._fetched_at = time.monotonic()
        try:
            answer = outgoing.ask("GET", url, b"", HEADERS, largest=LARGEST)
            keys = json.loads(answer.body)["keys"]
        except (OSError, outgoing.NotAllowed, ValueError, LookupError, TypeError) as problem:
            raise Forged("Microsoft's keys cannot be had.") from problem
        self._keys = {one["kid"]: one for one in keys if proof.at(one, "kid")}


KEYS = KeyServer()


def key_for(token: str, endorsed_for: str) -> Any:
    """Return the public key that a token names. Raises Forged, or anything.

    `endorsed_for` is the channel of the Bot Framework that Microsoft must vouch for it in.
    """
    header = jwt.get_unverified_header(token)
    if header.get("alg") != "RS256":
        raise Forged("The token is not signed with RS256.")
    key = KEYS.key(proof.an_id(header.get("kid")))
    if key.get("kty") != "RSA" or endorsed_for not in (key.get("endorsements") or []):
        raise Forged("The key is not endorsed for Teams.")
    return jwt.PyJWK(key, algorithm="RS256").key
