"""The door for scripts. They come with a key, not with a cookie.

So a request under /v2/ passes by sessions, CSRF tokens, messages and whatever else is for
browsers, and every answer is JSON with the headers that Opsgenie's clients look for.
"""

from collections.abc import Callable
from time import perf_counter
from typing import cast
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase
from django.urls import resolve

from api import wire
from api.errors import Refused, refusal
from api.wire import ApiRequest

PREFIX, CALLS = "/v2/", "api.v2.urls"
JSON = "application/json"


class ApiMiddleware:
    """Answers requests under /v2/ itself, and hands on all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request = cast(ApiRequest, request)
        request.started, request.request_id = perf_counter(), uuid4()
        answer = _answer(request)
        answer["X-Request-ID"] = str(request.request_id)
        answer["X-Response-Time"] = str(wire.took(request))
        answer["X-RateLimit-State"] = "OK"
        answer["Cache-Control"] = "no-store"
        return answer


def _answer(request: ApiRequest) -> HttpResponseBase:
    """Call the view of the path, with or without a slash at its end, and never raise."""
    try:
        path = request.path_info.removeprefix(PREFIX).rstrip("/")
        found = request.resolver_match = resolve(f"/{path}", CALLS)
        answer = cast(HttpResponseBase, found.func(request, *found.args, **found.kwargs))
        if answer.status_code == 405 and not answer["Content-Type"].startswith(JSON):
            allow = answer["Allow"]
            answer = refusal(request, Refused(405, "Method not allowed"))
            answer["Allow"] = allow
    except Exception as problem:
        return refusal(request, problem)
    return answer
