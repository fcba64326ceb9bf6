"""Who may open a URL. Every view says it; a system check refuses to start with one that doesn't."""

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from django.apps import AppConfig
from django.contrib.auth.views import redirect_to_login
from django.core import checks
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import RedirectView
from django_htmx.http import HttpResponseClientRedirect

from common.http import HtmxRequest

type View = Callable[..., HttpResponseBase]

# Packages whose views carry their own guard, and what it is.
GUARDED_ELSEWHERE = {
    "ninja": "every call of the API asks for a key; its own description holds no data",
    "allauth": "signing in is for the signed out; the rest asks for sign-in and re-authentication",
    "django.contrib.admin": "superusers only",
    "django.contrib.contenttypes": "the admin's “view on site”, for superusers only",
}


def open_to_all(reason: str) -> Callable[[View], View]:
    """Mark a view that anybody may open; the reason is for the reader."""

    def mark(view: View) -> View:
        view.policy = f"open to all: {reason}"  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(view: View) -> View:
    """Let in people who are signed in; send others to the sign-in page, and then back."""

    @wraps(view)
    def guarded(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return sign_in_first(request)

    guarded.policy = "signed in"  # type: ignore[attr-defined]
    return guarded


def asked_by_pages(view: View) -> View:
    """Let in people who are signed in; say nothing to others (204).

    For what a page asks by itself from time to time: it must not lead anybody away from what
    they are just writing, because they were signed out meanwhile.
    """

    @wraps(view)
    def guarded(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_somebody = request.user.is_authenticated
        return view(request, *args, **kwargs) if is_somebody else HttpResponse(status=204)

    guarded.policy = "signed in, silent to others"  # type: ignore[attr-defined]
    return guarded


def runs_the_account(view: View) -> View:
    """Let in owners and admins; refuse other people with 403."""

    @wraps(view)
    def guarded(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        if not request.actor.runs_the_account:  # type: ignore[attr-defined]
            raise PermissionDenied("Only owners and admins may open this page.")
        return view(request, *args, **kwargs)

    guarded.policy = "owners and admins"  # type: ignore[attr-defined]
    return guarded


def sign_in_first(request: HtmxRequest) -> HttpResponse:
    """Go to the sign-in page and come back to the page the person was on."""
    if request.htmx:
        here = request.htmx.current_url_abs_path or "/"
        return HttpResponseClientRedirect(redirect_to_login(here).url)
    # What a form is sent to need not be a page.
    here = request.get_full_path() if request.method in ("GET", "HEAD") else _page_before(request)
    return redirect_to_login(here)


def _page_before(request: HtmxRequest) -> str:
    """Return the path of the page that a form was sent from, or the start page."""
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}):
        return "/"
    page = urlsplit(referrer)
    return urlunsplit(("", "", page.path, page.query, "")) if page.netloc else "/"


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, View]]:
    """Yield every route of a URL map with its view."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, cast(View, entry.callback)


def policy_of(view: View) -> str:
    """Return what guards a view, or an empty text when nothing says."""
    inner = getattr(view, "view_class", None) or getattr(view, "func", view)
    if inner is RedirectView:
        return "only leads to another URL, which has its own"
    module: str = getattr(inner, "__module__", "")
    foreign = (words for start, words in GUARDED_ELSEWHERE.items() if module.startswith(start))
    return getattr(view, "policy", "") or next(foreign, "")


@checks.register(checks.Tags.security)
def every_view_has_a_policy(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Report every URL whose view does not say who may open it."""
    return [
        checks.Error(f"{route} has no access policy.", id="common.E001", obj=view)
        for route, view in routes(get_resolver())
        if not policy_of(view)
    ]
