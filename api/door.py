"""The door for scripts. They come with a key, not with a cookie.

So a request for one of the APIs passes by sessions, CSRF tokens, messages and whatever else is
for browsers, and every answer is JSON, as the clients of that API expect it.
"""

from collections.abc import Callable
from time import perf_counter
from typing import cast
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase

from api.v1 import door as v1
from api.v2 import door as v2
from api.wire import ApiRequest

DOORS = {"v1": v1.answer, "v1.1": v1.answer, "v1.2": v1.answer, "v2": v2.answer}


class ApiMiddleware:
    """Answers requests for the APIs itself, and hands on all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        version, slash, _ = request.path_info[1:].partition("/")
        door = DOORS.get(version) if slash else None
        if door is None:
            return self.get_response(request)
        request = cast(ApiRequest, request)
        request.started, request.request_id = perf_counter(), uuid4()
        request.version = version
        answer = door(request)
        answer["X-Request-ID"] = str(request.request_id)
        answer.headers.setdefault("X-RateLimit-State", "OK")
        answer["Cache-Control"] = "no-store"
        return answer
