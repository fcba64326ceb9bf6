"""What it takes to prove a request and to read it. Nothing here believes what it has not checked.

Whatever goes wrong on the way is Forged: a header that is no number, a body that is no JSON.
Contract: chat.md §2, §3.2.
"""

import hmac
import json
import math
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl

import jwt

from chatlink.adapters.base import FRESH_FOR
from chatlink.messages import Forged, Incoming, NothingAsked

LONGEST_ID = LONGEST_NAME = 200
MOST_FIELDS = 300
# Mattermost says there whom and what a command mentions, one each; nobody here reads them.
REPEATED = {"user_mentions", "user_mentions_ids", "channel_mentions", "channel_mentions_ids"}
TIMES = ("exp", "nbf", "iat")
# The claims are checked below, where the time is told; PyJWT would ask for it.
ONLY_THE_SIGNATURE = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}


def strictly[**P](read: Callable[P, Incoming]) -> Callable[P, Incoming]:
    """Make Forged of everything that goes wrong while a request is proved and read."""

    @wraps(read)
    def proved(*args: P.args, **kwargs: P.kwargs) -> Incoming:
        try:
            return read(*args, **kwargs)
        except (Forged, NothingAsked):
            raise
        except Exception as problem:
            raise Forged(type(problem).__name__) from problem

    return proved


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing. An empty one equals none."""
    return bool(one) and hmac.compare_digest(one.encode(), other.encode())


def the_secret(secrets: Mapping[str, str], name: str = "secret") -> str:
    """Return a credential. Raises Forged without it: nothing can be proved then."""
    if not secrets.get(name):
        raise Forged(f"There is no {name}.")
    return secrets[name]


def must_be_fresh(seconds: float, now: datetime) -> None:
    """Raise Forged unless a time, in seconds since 1970, is near: before now or after."""
    if not abs(now.timestamp() - seconds) <= FRESH_FOR:
        raise Forged("It is too old, or of a time to come.")


def moment(text: object) -> float:
    """Read a time in ISO 8601, with its offset. Returns seconds since 1970."""
    read = datetime.fromisoformat(str(text))
    if read.tzinfo is None:
        raise Forged("The time has no offset.")
    return read.timestamp()


def claims_of(
    token: str, key: Any, algorithm: str, *, needs: tuple[str, ...], leeway: int, now: datetime
) -> dict[str, Any]:
    """Return the claims of a JWT that this key signed and that is valid now.

    `leeway` is seconds, for clocks that differ.
    """
    required = {**ONLY_THE_SIGNATURE, "require": ["exp", *needs]}
    claims = jwt.decode(token, key, [algorithm], options=required)  # type: ignore[arg-type]
    times = {name: _seconds(claims[name]) for name in TIMES if name in claims}
    at = now.timestamp()
    if times["exp"] <= at - leeway:
        raise Forged("The token has expired.")
    if max(times.get("nbf", at), times.get("iat", at)) > at + leeway:
        raise Forged("The token is of a time to come.")
    if not isinstance(claims.get("aud", ""), str):
        raise Forged("The token is for several.")
    return claims


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Forged("A time of the token is no number.")
    return float(value)


def credential(header: str, scheme: str) -> str:
    """Return what follows a scheme in an Authorization header; empty when it is another's."""
    name, _, rest = header.strip().partition(" ")
    return rest.strip() if name.lower() == scheme else ""


def a_form(body: bytes) -> dict[str, str]:
    """Read a form. Raises for a field that is there twice: two readers could differ."""
    pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    single = [pair for pair in pairs if pair[0].removesuffix("[]") not in REPEATED]
    form = dict(single)
    if len(form) != len(single):
        raise Forged("A field is there twice.")
    return form


def an_object(body: bytes | str) -> dict[str, Any]:
    """Read a JSON object."""
    value = json.loads(body)
    if not isinstance(value, dict):
        raise Forged("It is no JSON object.")
    return value


def at(value: Any, *path: str | int) -> Any:
    """Follow names and positions into JSON. None when there is nothing."""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and len(value) > step else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def an_id(value: object, longest: int = LONGEST_ID) -> str:
    """Return an identifier as text. Raises Forged for what cannot be one."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Forged("An ID is missing.")
    text = str(value).strip()
    if not text or len(text) > longest or not text.isprintable():
        raise Forged("This is no ID.")
    return text


def a_name(value: object) -> str:
    """Return a name to show: one line, without characters that are not seen."""
    if not isinstance(value, str):
        return ""
    seen = [
        one for one in value[: 10 * LONGEST_NAME] if not unicodedata.category(one).startswith("C")
    ]
    return " ".join("".join(seen).split())[:LONGEST_NAME]
