"""The way into the v1 API: a key in the body or the query, and the call that is meant.

Contract: opsgenie-v1.md §1.
"""

from typing import Any

import msgspec
from django.http import HttpResponse

from api import auth, wire
from api.v1 import answers, sections  # noqa: F401  sections fill the table of calls
from api.v1.calls import Access, Call, calls_at, chosen
from api.v1.errors import Code, Refused, refusal
from api.wire import ApiRequest

BEFORE = "json/"  # stands between the version and the path of a call
NO_KEY = "Could not authenticate."


def answer(request: ApiRequest) -> HttpResponse:
    """Answer a request under /v1, /v1.1 or /v1.2. Never raises."""
    try:
        wire.require_https(request)
        return answers.written(_done(request))
    except Exception as problem:
        return refusal(request, problem)


def _done(request: ApiRequest) -> answers.Answer:
    path = request.path_info.removeprefix(f"/{request.version}/").rstrip("/")
    is_call = path.startswith(BEFORE)
    calls = calls_at(
        request.version, path.removeprefix(BEFORE) if is_call else "", request.method or ""
    )
    sent = _sent(request)
    _authenticate(request, sent)
    meant = chosen(calls, sent)
    _require_access(request, meant)
    return meant.run(request, meant.takes.model_validate(sent))


def _sent(request: ApiRequest) -> dict[str, Any]:
    """The parameters: a POST's body, whatever type it says it has; else the query."""
    if request.method != "POST":
        return request.GET.dict()
    try:
        sent = msgspec.json.decode(request.body or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        words = "The request body has to be a JSON object."
        raise Refused(400, Code.NOT_JSON, words)
    if sent.get("apiKey") is None:
        sent["apiKey"] = request.GET.get("apiKey")
    return sent


def _authenticate(request: ApiRequest, sent: dict[str, Any]) -> None:
    key = sent.pop("apiKey", None)
    actor = auth.actor_of(key, request) if isinstance(key, str) else None
    if actor is None:
        raise Refused(401, Code.NOT_AUTHENTICATED, NO_KEY)
    request.actor = actor


def _require_access(request: ApiRequest, meant: Call) -> None:
    """Raise PermissionDenied unless the key is granted what the call needs."""
    match meant.access:
        case Access.READ:
            auth.require_read(request.actor)
        case Access.WRITE:
            auth.require_write(request.actor)
        case Access.DELETE:
            auth.require_delete(request.actor)
    if meant.configures:
        auth.require_configuration(request.actor)
        if meant.access is Access.DELETE:  # whoever may not change a team may not delete of it
            auth.require_write(request.actor)
