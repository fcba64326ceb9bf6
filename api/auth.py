"""Who sends a request: `Authorization: GenieKey <key>`."""

import re
from dataclasses import replace
from typing import Any, cast

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import APIKeyHeader

from accounts import known_keys
from accounts.actors import Actor
from accounts.keys import actor_of_key
from accounts.models import ApiKey
from accounts.permissions import can_read, require
from accounts.rates import count_call
from api.errors import NO_KEY_AT_ALL, NOT_AUTHENTICATED, Refused
from api.wire import ApiRequest

_SHAPE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class GenieKey(APIKeyHeader):
    """Puts the actor on the request that comes with a key. Raises Refused."""

    param_name = "Authorization"

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Return the actor of the key in the header."""
        actor = actor_of(text_of(key), request)
        if actor is None:
            raise Refused(401, NOT_AUTHENTICATED)
        request.actor = actor  # type: ignore[attr-defined]
        return actor


by_key = GenieKey()


def text_of(header: str | None) -> str:
    """Return the key that a header Authorization names. Raises Refused."""
    scheme, _, text = (header or "").partition(" ")
    if scheme.lower() != "geniekey":
        raise Refused(401, NOT_AUTHENTICATED)
    text = text.strip()
    if not _SHAPE.fullmatch(text):
        raise Refused(422, NO_KEY_AT_ALL)
    return text


def actor_of(text: str, request: HttpRequest) -> Actor | None:
    """Return who sends a request with this key, or None when it is none in force.

    Raises TooManyCalls. The look-up is the first query of a request, so it also finds a dead
    connection. Django would ask `SELECT 1` before it; instead one that fails is done once more.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]  # of BaseDatabaseWrapper
    now = timezone.now()
    call = f"{request.method} {request.path_info}".replace("\0", "")
    try:
        actor = actor_of_key(text, now=now, call=call)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        actor = actor_of_key(text, now=now, call=call)
    if actor and actor.api_key:
        count_call(actor.api_key.pk, now=now)
    return _by_its_door(actor, cast(ApiRequest, request)) if actor else None


def known_actor_of(request: ApiRequest) -> tuple[Actor, str | None]:
    """Return who sends a request, as far as is known, and the version of their key's row.

    See `accounts.known_keys` for what may be done with that. Raises Refused, TooManyCalls.
    """
    text, now = text_of(request.META.get("HTTP_AUTHORIZATION")), timezone.now()
    found = known_keys.actor_of_key(text, now=now, call=f"{request.method} {request.path_info}")
    if found is None:
        raise Refused(401, NOT_AUTHENTICATED)
    actor, version = found
    if actor.api_key:
        count_call(actor.api_key.pk, now=now)
    return _by_its_door(actor, request), version


def forget_key(request: ApiRequest) -> None:
    """Look the key of a request up the next time that somebody comes with it."""
    known_keys.forget(text_of(request.META.get("HTTP_AUTHORIZATION")))


def _by_its_door(actor: Actor, request: ApiRequest) -> Actor:
    """The actor, who came by this version of the API: "v1" for v1.1 and v1.2, too."""
    return replace(actor, door=request.version.partition(".")[0])


def key_of(request: ApiRequest) -> ApiKey:
    """The key that a request came with."""
    assert request.actor.api_key  # noqa: S101  every operation authenticates
    return request.actor.api_key


def require_read(by: Actor) -> None:
    """Raise PermissionDenied unless the key may read."""
    require(can_read(by), "API Key is not granted with read access")


def require_configuration(by: Actor) -> None:
    """Raise PermissionDenied unless the key may read and change configurations."""
    allowed = bool(by.api_key and by.api_key.may_configure)
    require(allowed, "API Key is not granted with configuration access")


def require_write(by: Actor) -> None:
    """Raise PermissionDenied unless the key may create and update."""
    allowed = bool(by.api_key and by.api_key.may_write)
    require(allowed, "API Key is not granted with create and update access")


def require_delete(by: Actor) -> None:
    """Raise PermissionDenied unless the key may delete."""
    allowed = bool(by.api_key and by.api_key.may_delete)
    require(allowed, "API Key is not granted with delete access")
