"""The addresses of other pages, absolute, as Opsgenie's clients follow them."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from api.wire import ApiRequest

FARTHEST = 20_000  # rows: further on, a search finds what paging would take too long to reach


def url_with(request: ApiRequest, **changed: Any) -> str:
    """The address of this request with other parameters; None leaves one out."""
    query = request.GET.dict() | changed
    text = urlencode({name: value for name, value in query.items() if value is not None})
    return f"{settings.PUBLIC_URL}{request.path}{'?' if text else ''}{text}"


def page_urls(request: ApiRequest, offset: int, limit: int, *, more: bool) -> dict[str, str]:
    """The pages before and after one that is counted by rows."""
    urls = {"first": url_with(request, offset=0, limit=limit)}
    if offset:
        urls["prev"] = url_with(request, offset=max(offset - limit, 0), limit=limit)
    if more:
        urls["next"] = url_with(request, offset=offset + limit, limit=limit)
    return urls
