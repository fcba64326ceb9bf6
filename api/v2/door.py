"""The way into the v2 API. Contract: opsgenie-v2.md §1."""

from typing import cast

from django.http import HttpResponseBase
from django.urls import resolve

from api import wire
from api.errors import Refused, refusal
from api.v2.alert_create import create_alert
from api.wire import ApiRequest

PREFIX, CALLS = "/v2/", "api.v2.urls"
JSON = "application/json"


def answer(request: ApiRequest) -> HttpResponseBase:
    """Answer a request under /v2/. Never raises."""
    answer = _answer(request)
    answer["X-Response-Time"] = str(wire.took(request))
    return answer


def _answer(request: ApiRequest) -> HttpResponseBase:
    """Call the view of the path, with or without a slash at its end.

    Creating alerts is what has to be quick: it is neither looked for nor handed to Ninja, which
    together took as long as all the rest of it.
    """
    try:
        wire.require_https(request)
        path = request.path_info.removeprefix(PREFIX).rstrip("/")
        if path == "alerts" and request.method == "POST":
            return create_alert(request)
        found = request.resolver_match = resolve(f"/{path}", CALLS)
        answer = cast(HttpResponseBase, found.func(request, *found.args, **found.kwargs))
        if answer.status_code == 405 and not answer["Content-Type"].startswith(JSON):
            allow = answer["Allow"]
            answer = refusal(request, Refused(405, "Method not allowed"))
            answer["Allow"] = allow
    except Exception as problem:
        return refusal(request, problem)
    return answer
