"""Puts the actor and the account on every request."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.functional import SimpleLazyObject

from accounts.actors import Actor
from accounts.models import Account, User
from accounts.validators import zone

ACTIVE_EVERY = timedelta(minutes=5)
NEVER_KEPT = "/account/"  # the pages of second factors show keys and recovery codes


class ActorMiddleware:
    """Gives each request its `actor`, its `account` and the person's time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.account = SimpleLazyObject(Account.current)  # type: ignore[attr-defined]
        person = request.user
        if not person.is_authenticated:
            request.actor = Actor.nobody()  # type: ignore[attr-defined]
            return self.get_response(request)
        request.actor = Actor.of_user(person)  # type: ignore[attr-defined]
        note_activity(person, timezone.now())
        with timezone.override(zone(person.time_zone)):
            response = self.get_response(request)
        keep_private(request, response)
        return response


class RefusedFormMiddleware:
    """Answers 422 where a page shows a form that was refused: allauth's own pages say 200."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """Look at the form of a page before the page is drawn."""
        if request.method == "POST" and response.status_code == 200:
            form = (response.context_data or {}).get("form")
            if isinstance(form, BaseForm) and form.errors:
                response.status_code = 422
        return response


def keep_private(request: HttpRequest, response: HttpResponse) -> None:
    """Let no proxy keep what one person saw, and no browser what is secret; views may say more."""
    if response.has_header("Cache-Control"):
        return
    if request.path.startswith(NEVER_KEPT):
        add_never_cache_headers(response)
    else:
        patch_cache_control(response, private=True, no_cache=True)


def note_activity(person: User, now: datetime) -> None:
    """Remember that a person is here, written at most every five minutes."""
    if person.last_active_at is None or person.last_active_at < now - ACTIVE_EVERY:
        User.objects.filter(pk=person.pk).update(last_active_at=now)
