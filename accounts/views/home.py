"""The start page."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.http import Request
from common.places import places_of
from common.policy import signed_in


@signed_in
@require_safe
def home(request: Request) -> HttpResponse:
    """Everybody starts at the first place of their sidebar."""
    return redirect(places_of(request.actor)[0].address)
