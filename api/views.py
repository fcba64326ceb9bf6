"""The reference of both APIs, made from the code that answers the calls."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.http import Request
from api.v1 import reference as v1_calls
from api.v1.errors import Code
from api.v2 import reference as v2_calls
from common.pages import page
from common.policy import signed_in


@signed_in
@require_safe
def v1_reference(request: Request) -> HttpResponse:
    """Show the calls of the v1 API, with curl lines that can be copied."""
    context = {
        "sections": v1_calls.sections(settings.PUBLIC_URL),
        "codes": [(code.value, code.words) for code in Code],
        "calls_per_minute": settings.API_CALLS_PER_MINUTE,
        "base": settings.PUBLIC_URL,
        "nav": "settings",
    }
    return page(request, "api/v1.html", context)


@signed_in
@require_safe
def v2_reference(request: Request) -> HttpResponse:
    """Show the calls of the v2 API, from its OpenAPI document."""
    context = {
        "sections": v2_calls.sections(),
        "calls_per_minute": settings.API_CALLS_PER_MINUTE,
        "base": settings.PUBLIC_URL,
        "nav": "settings",
    }
    return page(request, "api/v2.html", context)
