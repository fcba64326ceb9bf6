"""A page instead of the blank answer that a browser would get."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render


class NotAPageMiddleware:
    """Tells a person who opens the address of a form that it is not a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.status_code != 405 or request.method != "GET" or not _by_a_person(request):
            return answer
        page = render(request, "405.html", status=405)
        page["Allow"] = answer["Allow"]
        return page


def _by_a_person(request: HttpRequest) -> bool:
    return "text/html" in request.headers.get("Accept", "")
