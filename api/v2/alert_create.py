"""POST /v2/alerts: the call that has to be quick.

The door calls it itself (`api.v2.door`), and msgspec reads the body: Ninja only documents it.
"""

import re
from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils import timezone

from accounts.actors import Actor
from alerts import log
from alerts.intake import KeyHasChanged, take_in
from alerts.limits import PRIORITIES, Named, NewAlert, as_text
from api import auth, wire
from api.errors import NOT_JSON, Refused, unprocessable
from api.v2.router import router
from api.v2.schemas import UNKNOWN_PRIORITY, Accepted, Refusal
from api.wire import ApiRequest

_AT = re.compile(r"(?P<words>.*?)(?: - at `(?P<key>key in )?`?\$?\.?(?P<path>[^`]*)`)?", re.DOTALL)


class Someone(msgspec.Struct):
    """A team, person, schedule or escalation: by id, by name, a person also by username."""

    type: str | None = None
    id: str | None = None
    name: str | None = None
    username: str | None = None


class AlertIn(msgspec.Struct, rename="camel"):
    """An alert to create. What is too long is cut; unknown responders are left out."""

    message: str | None = None
    alias: str | None = None
    description: str | None = None
    responders: list[Someone] | None = None
    visible_to: list[Someone] | None = None
    actions: list[str] | None = None
    tags: list[str] | None = None
    details: dict[str, Any] | None = None
    entity: str | None = None
    source: str | None = None
    priority: str | None = None
    user: str | None = None
    note: str | None = None


_read = msgspec.json.Decoder(AlertIn).decode
_schema = msgspec.json.schema(AlertIn, ref_template="#/components/schemas/{name}")
DEFINITIONS: dict[str, Any] = _schema.pop("$defs")
_BODY = {"content": {"application/json": {"schema": _schema}}, "required": True}


@router.post(
    "/alerts",
    response={202: Accepted, 400: Refusal, 422: Refusal},
    openapi_extra={"requestBody": _BODY},
    url_name="alerts",
)
def create_alert(request: ApiRequest) -> HttpResponse:
    """Create an alert, or count up the open one of the same alias."""
    actor, version = auth.known_actor_of(request)
    auth.require_write(actor)
    sent = _sent(request.body)
    try:
        _take_in(request, sent, actor, version)
    except KeyHasChanged:
        auth.forget_key(request)
        actor, _version = auth.known_actor_of(request)
        auth.require_write(actor)
        _take_in(request, sent, actor, None)
    return wire.accepted(request)


def _take_in(request: ApiRequest, sent: AlertIn, actor: Actor, version: str | None) -> None:
    take_in(
        _alert(sent),
        by=log.speaking_for(actor, sent.user or ""),
        now=timezone.now(),
        request_id=request.request_id,
        key_version=version,
    )


def _sent(body: bytes) -> AlertIn:
    try:
        return _read(body or b"{}")
    except msgspec.ValidationError as problem:
        raise _unfit(str(problem)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(400, NOT_JSON) from None


def _alert(sent: AlertIn) -> NewAlert:
    priority = PRIORITIES.get((sent.priority or "P3").upper())
    if priority is None:
        raise unprocessable(priority=UNKNOWN_PRIORITY)
    return NewAlert(
        message=sent.message or "",
        alias=sent.alias or "",
        description=sent.description or "",
        entity=sent.entity or "",
        source=sent.source or "",
        priority=priority,
        note=sent.note or "",
        tags=tuple(sent.tags or ()),
        actions=tuple(sent.actions or ()),
        details={key: as_text(value) for key, value in (sent.details or {}).items()},
        responders=_named("responders", sent.responders),
        visible_to=_named("visibleTo", sent.visible_to),
    )


def _named(field: str, people: list[Someone] | None) -> tuple[Named, ...]:
    for place, one in enumerate(people or ()):
        if not (one.id or one.name or one.username):
            raise unprocessable(**{f"{field}[{place}]": "id or name should be provided"})
    return tuple(
        Named(one.type or "", one.id or "", one.username or one.name or "") for one in people or ()
    )


def _unfit(words: str) -> Refused:
    """msgspec says "Expected `str`, got `int` - at `$.tags[0]`"."""
    found = _AT.fullmatch(words)
    path = found["path"] if found and found["path"] else "request"
    return unprocessable(**{path: found["words"] if found else words})
