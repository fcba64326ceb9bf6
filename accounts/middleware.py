"""Puts the actor and the account on every request."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.actors import Actor
from accounts.models import Account, User
from accounts.validators import zone

ACTIVE_EVERY = timedelta(minutes=5)


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
            return self.get_response(request)


def note_activity(person: User, now: datetime) -> None:
    """Remember that a person is here, written at most every five minutes."""
    if person.last_active_at is None or person.last_active_at < now - ACTIVE_EVERY:
        User.objects.filter(pk=person.pk).update(last_active_at=now)
