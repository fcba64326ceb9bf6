"""What a person sees when a page failed."""

import sys

from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error as a_mistake


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the database does not answer (503), or that Muster made a mistake (500).

    Or that somebody was quicker (409): what a change names was deleted before it was written,
    which only the database can see. Nothing of the change is left.
    """
    problem = sys.exception()
    # Without the request: what is drawn from it would ask the database again.
    if isinstance(problem, IntegrityError):
        # htmx shows it instead of the whole page, not in the place of a part.
        whole_page = {"HX-Retarget": "body", "HX-Reswap": "innerHTML"}
        return HttpResponse(render_to_string("409.html"), status=409, headers=whole_page)
    if isinstance(problem, OperationalError):
        page = render_to_string("503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": "30"})
    return a_mistake(request)
