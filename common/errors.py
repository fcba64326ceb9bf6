"""What a person sees when a page failed."""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error as a_mistake


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the database does not answer (503), or that Muster made a mistake (500)."""
    if not isinstance(sys.exception(), OperationalError):
        return a_mistake(request)
    # Without the request: what is drawn from it would ask the database again.
    page = render_to_string("503.html")
    return HttpResponse(page, status=503, headers={"Retry-After": "30"})
