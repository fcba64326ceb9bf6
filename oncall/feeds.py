"""Calendar addresses: made from the feed's id and generation, so that they are kept nowhere."""

from urllib.parse import urljoin

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.actors import Actor
from oncall.models import CalendarFeed, Schedule


def token_of(feed: CalendarFeed) -> str:
    """The secret in a feed's address: 160 bits. A new generation has another one."""
    text = f"{feed.pk}:{feed.generation}"
    return salted_hmac("oncall.feeds", text, algorithm="sha256").hexdigest()[:40]


def path_of(feed: CalendarFeed) -> str:
    """The path of a feed."""
    return reverse("oncall:feed", args=[feed.pk, token_of(feed)])


def address_of(feed: CalendarFeed, request: HttpRequest) -> str:
    """The whole address of a feed, to be put into a calendar."""
    return urljoin(request.build_absolute_uri("/"), path_of(feed))


def is_readable(feed: CalendarFeed, token: str) -> bool:
    """Whether the address is right, and its person still may see what is behind it."""
    if not constant_time_compare(token, token_of(feed)) or feed.user.is_blocked:
        return False
    if feed.schedule_id is None:
        return True
    seen = Schedule.objects.visible_to(Actor.of_user(feed.user))
    return bool(seen.filter(pk=feed.schedule_id).exists())
