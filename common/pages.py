"""Answers that are the same whether a page is loaded whole or htmx asks for a part of it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django_htmx.http import HttpResponseClientRedirect

from common.http import HtmxRequest


def page(
    request: HtmxRequest,
    template: str,
    context: dict[str, Any],
    *,
    part: str = "",
    status: int = 200,
) -> TemplateResponse:
    """Render a template, or for htmx only the partial of it named `part`."""
    partly = part and request.htmx and not request.htmx.history_restore_request
    name = f"{template}#{part}" if partly else template
    response = TemplateResponse(request, name, context, status=status)
    # A browser that goes back must not be shown the part where it needs the page.
    response["Vary"] = "HX-Request"
    return response


def invalid(
    request: HtmxRequest, template: str, context: dict[str, Any], *, part: str = ""
) -> TemplateResponse:
    """Render a form that was refused: status 422, so that scripts know as well."""
    return page(request, template, context, part=part, status=422)


def done(request: HtmxRequest, message: str, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Say that a change is done and go to a view, an object's page or a URL."""
    if message:
        messages.success(request, message)
    return go(request, resolve_url(to, *args, **kwargs))


def go(request: HtmxRequest, url: str) -> HttpResponse:
    """Redirect the whole page to a URL, also when htmx asks."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def download(
    lines: Iterable[str], file_name: str, *, kind: str = "text/csv; charset=utf-8"
) -> StreamingHttpResponse:
    """Send a file line by line, while it is written."""
    disposition = f'attachment; filename="{file_name}"'
    return StreamingHttpResponse(
        lines, content_type=kind, headers={"Content-Disposition": disposition}
    )
