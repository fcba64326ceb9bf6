"""Calls to the chat systems: JSON there and back, and the tokens that some of them ask for."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from chatlink.adapters.base import NotPosted
from chatlink.adapters.proof import a_name
from common import outgoing

MAY_GO_WELL_LATER = (408, 425, 429)
HEADERS = {"User-Agent": "Muster", "Accept": "application/json", "Accept-Encoding": "identity"}
SPARE = 60  # seconds before its end that a token counts as gone


def call(
    method: str, url: str, body: dict[str, Any] | None, headers: Mapping[str, str]
) -> dict[str, Any]:
    """Send JSON, return the JSON object that is answered, or {}.

    Raises NotPosted when the chat system refuses, and OSError when it may go well another time.
    """
    content = json.dumps(body).encode() if body is not None else b""
    named = HEADERS | {"Content-Type": "application/json; charset=utf-8"} | dict(headers)
    return _told(method, url, content, named)


def _told(method: str, url: str, content: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    try:
        answer = outgoing.ask(method, url, content, headers)
    except outgoing.NotAllowed as problem:
        raise NotPosted(str(problem)) from problem
    if answer.status in MAY_GO_WELL_LATER or answer.status >= 500:
        raise OSError(f"The chat system answered with status {answer.status}.")
    if not 200 <= answer.status < 300:
        raise NotPosted(f"The chat system answered with status {answer.status}{_why(answer)}.")
    return _object(answer.body)


def bearer(token: str) -> dict[str, str]:
    """The header that shows a token. Raises NotPosted without one, or with one of no use."""
    if not token:
        raise NotPosted("The integration has no token to post with.")
    if not token.isascii() or not token.isprintable():
        raise NotPosted("The integration's token is none: it holds strange characters.")
    return {"Authorization": f"Bearer {token}"}


def segment(text: str) -> str:
    """An id as a part of a path: it leads nowhere else."""
    if text in ("", ".", ".."):
        raise NotPosted("This is no ID of a channel.")
    return quote(text, safe="")


class Tokens:
    """Tokens by the OAuth grant for clients, kept until shortly before they end."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def by_form(self, url: str, form: Mapping[str, str], basic: tuple[str, str] | None) -> str:
        """Return a token for a form. `basic` is a user and password. Raises as `call`."""
        headers = HEADERS | {"Content-Type": "application/x-www-form-urlencoded"}
        if basic:
            pair = base64.b64encode(":".join(basic).encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        return self._kept_or_new(url, urlencode(form).encode(), headers)

    def by_json(self, url: str, body: Mapping[str, str]) -> str:
        """Return a token for a JSON object. Raises as `call`."""
        headers = HEADERS | {"Content-Type": "application/json"}
        return self._kept_or_new(url, json.dumps(body).encode(), headers)

    def _kept_or_new(self, url: str, content: bytes, headers: Mapping[str, str]) -> str:
        asked = "\n".join([url, headers.get("Authorization", ""), content.decode()])
        key = hashlib.sha256(asked.encode()).hexdigest()
        with self._lock:
            kept, ends_at = self._kept.get(key, ("", 0.0))
        if ends_at > time.monotonic():
            return kept
        told = _told("POST", url, content, headers)
        token, seconds = told.get("access_token"), told.get("expires_in", 0)
        if not isinstance(token, str) or not token:
            raise NotPosted("The chat system gave no token.")
        if isinstance(seconds, int | float):
            with self._lock:
                self._kept[key] = (token, time.monotonic() + seconds - SPARE)
        return token


TOKENS = Tokens()


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _why(answer: outgoing.Answer) -> str:
    told = _object(answer.body)
    error = told.get("error")
    words = told.get("message") or (error.get("message") if isinstance(error, dict) else error)
    return f": {a_name(words).rstrip('.')}" if a_name(words) else ""
