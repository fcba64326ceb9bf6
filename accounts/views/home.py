"""The start page."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.http import Request
from common.policy import signed_in


@signed_in
@require_safe
def home(request: Request) -> HttpResponse:
    """Everybody starts at the teams: all of them, or one's own."""
    return redirect("teams:teams")
