"""What requests and answers of the APIs have. Contract: opsgenie-v2.md §1."""

import logging
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

from accounts.actors import Actor
from accounts.rates import MINUTE, TooManyCalls

WILL_BE_PROCESSED = "Request will be processed"
HTTPS_ONLY = "This Muster answers over https only."
_write = msgspec.json.Encoder().encode
_log = logging.getLogger("django.request")


class ApiRequest(HttpRequest):
    """A request that came through the door for scripts."""

    actor: Actor
    request_id: UUID
    started: float  # seconds of a clock that only runs
    version: str  # of the API, as in the path: "v1", "v1.1", "v1.2", "v2"


def require_https(request: ApiRequest) -> None:
    """Raise PermissionDenied for plain http, unless Muster is run without https."""
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        raise PermissionDenied(HTTPS_ONLY)


def answer(request: ApiRequest, body: dict[str, Any], status: int = 200) -> HttpResponse:
    """Answer in the envelope that all answers have: beside the body, `took` and `requestId`."""
    whole = {**body, "took": took(request), "requestId": request.request_id}
    return HttpResponse(_write(whole), content_type="application/json", status=status)


def data(request: ApiRequest, found: Any, **more: Any) -> HttpResponse:
    """Answer with what was found."""
    return answer(request, {"data": found, **more})


def accepted(request: ApiRequest) -> HttpResponse:
    """Say that what became of it can be asked by the request's id."""
    return answer(request, {"result": WILL_BE_PROCESSED}, 202)


def took(request: ApiRequest) -> float:
    """How long the answer has taken, in seconds."""
    return round(perf_counter() - request.started, 3)


def moment(at: datetime) -> str:
    """Write a time as the API does: 2017-05-12T08:34:30.283Z."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


class Unanswered(NamedTuple):
    """Why the database did not do it: a status, a sentence and headers."""

    status: int
    sentence: str
    headers: dict[str, str]


def unanswered(request: ApiRequest, problem: Exception) -> Unanswered:
    """A race that only the database sees is lost (409), or it does not answer (503)."""
    _log.error("%s %s", request.method, request.path, exc_info=problem)
    if isinstance(problem, IntegrityError):
        return Unanswered(409, "Somebody else was quicker. The request may be repeated.", {})
    words = "The database does not answer. The request may be repeated."
    return Unanswered(503, words, {"Retry-After": "30"})


def wait(problem: TooManyCalls) -> dict[str, str]:
    """The headers that say that a key has to wait, and for how many seconds."""
    return {
        "Retry-After": str(problem.seconds),
        "X-RateLimit-State": "THROTTLED",
        "X-RateLimit-Reason": "INTEGRATION",
        "X-RateLimit-Period-In-Sec": str(MINUTE),
    }
