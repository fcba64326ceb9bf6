"""The request as every view of Muster sees it, and what views ask of it."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request that knows whether htmx sent it."""

    htmx: HtmxDetails


def first_of_ours(request: HttpRequest, *addresses: str) -> str:
    """Return the first of these addresses that is of this installation, or nothing."""
    for address in addresses:
        # A text without a slash would name a view.
        if "/" in address and url_has_allowed_host_and_scheme(address, {request.get_host()}):
            return address
    return ""


def is_longer_than(request: HttpRequest, most: int) -> bool:
    """Whether the body has more than so many bytes, as its head says."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > most
