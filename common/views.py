"""Views that belong to no app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from common.context import THEMES
from common.policy import open_to_all

YEAR = 365 * 24 * 3600  # seconds


@open_to_all("anybody may choose light or dark, also on the sign-in page")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie, or forget it to follow the system; go back."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    if not is_ours or not back.startswith("/"):  # other texts would name a view
        back = "/"
    response = redirect(back)
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        response.set_cookie(
            "theme", chosen, YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie("theme")
    return response


@open_to_all("the icon in a browser's tab")
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask at the old address to the icon.

    A page that says "not found" would bring a new CSRF cookie, perhaps after the page that one
    is just opening has brought its own.
    """
    return redirect(static("favicon.svg"))
