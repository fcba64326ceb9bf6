"""The keys that Microsoft signs tokens for bots with: fetched from its key server, and kept."""

import json
import threading
import time
from contextlib import suppress
from typing import Any

import jwt
from django.conf import settings

from chatlink.adapters import proof
from chatlink.messages import Forged
from common import outgoing

KEPT_FOR = 24 * 3600  # seconds; then they are fetched anew
HELD_FOR = 2 * KEPT_FOR  # seconds that they hold when that does not go well
REST = 60  # seconds between two fetches
REST_WITHOUT = 10  # seconds, while there are no keys at all
PATIENCE = 4.0  # seconds: meanwhile somebody waits for an answer
LARGEST = 1024 * 1024  # bytes
HEADERS = {"User-Agent": "Muster", "Accept": "application/json", "Accept-Encoding": "identity"}


class KeyServer:
    """The keys of one address. A key that is not there is looked for again, but not always."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: dict[str, dict[str, Any]] = {}
        self._url = ""
        self._fetched_at = self._tried_at = float("-inf")

    def key(self, kid: str) -> dict[str, Any]:
        """Return a key as it stands in the set. Raises Forged.

        Who asks for one that is known waits for nobody; others wait while keys are fetched.
        """
        if kid not in self._keys or self._is_due(kid):
            with self._lock:
                if self._is_due(kid):  # nobody else has fetched them meanwhile
                    self._fetch(settings.TEAMS_KEYS_URL)
        if kid not in self._keys or time.monotonic() - self._fetched_at > HELD_FOR:
            raise Forged("No key of Microsoft's has this name, or they cannot be had.")
        return self._keys[kid]

    def _is_due(self, kid: str) -> bool:
        if self._url != settings.TEAMS_KEYS_URL:
            return True
        now, rest = time.monotonic(), REST if self._keys else REST_WITHOUT
        is_wanted = kid not in self._keys or now - self._fetched_at > KEPT_FOR
        return is_wanted and now - self._tried_at > rest

    def _fetch(self, url: str) -> None:
        """Fetch them. When that fails the ones that are kept still hold for a while."""
        self._tried_at = time.monotonic()
        if url != self._url:
            self._keys, self._url = {}, url
        with suppress(OSError, outgoing.NotAllowed, ValueError, LookupError, TypeError):
            answer = outgoing.ask("GET", url, b"", HEADERS, largest=LARGEST, seconds=PATIENCE)
            keys = json.loads(answer.body)["keys"]
            self._keys = {one["kid"]: one for one in keys if proof.at(one, "kid")}
            self._fetched_at = self._tried_at


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
