"""How answers of the v2 API look. Contract: opsgenie-v2.md §1."""

from datetime import UTC, datetime
from time import perf_counter
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse

from accounts.actors import Actor
from accounts.rates import MINUTE, TooManyCalls

WILL_BE_PROCESSED = "Request will be processed"
_write = msgspec.json.Encoder().encode


class ApiRequest(HttpRequest):
    """A request that came through the door for scripts."""

    actor: Actor
    request_id: UUID
    started: float  # seconds of a clock that only runs
    version: str  # of the API, as in the path: "v1", "v1.1", "v1.2", "v2"


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


def wait(problem: TooManyCalls) -> dict[str, str]:
    """The headers that say that a key has to wait, and for how many seconds."""
    return {
        "Retry-After": str(problem.seconds),
        "X-RateLimit-State": "THROTTLED",
        "X-RateLimit-Reason": "INTEGRATION",
        "X-RateLimit-Period-In-Sec": str(MINUTE),
    }
