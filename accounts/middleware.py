"""Puts the actor and the account on every request."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.actors import Actor
from accounts.models import Account, User
from accounts.validators import known_time_zones

ACTIVE_EVERY = timedelta(minutes=5)


class ActorMiddleware:
    """Gives each request its `actor`, its `account` and the person's time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.account = SimpleLazyObject(Account.current)  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            note_activity(request.user, timezone.now())
            if request.user.time_zone in known_time_zones():
                with timezone.override(ZoneInfo(request.user.time_zone)):
                    return self.get_response(request)
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    return Actor.of_user(request.user) if request.user.is_authenticated else Actor.nobody()


def note_activity(person: User, now: datetime) -> None:
    """Remember that a person is here, written at most every five minutes."""
    if person.last_active_at is None or person.last_active_at < now - ACTIVE_EVERY:
        User.objects.filter(pk=person.pk).update(last_active_at=now)
