"""The way to Atlassian's sign-in, and back. It shows who one is there, and signs nobody in here."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request, oneself
from common.pages import done, go
from common.policy import signed_in
from migration import directories
from migration.actions.grants import keep_grant
from migration.actions.people import confirm
from migration.atlassian import sign_in
from migration.directory import Refused, TryLater
from migration.models import SiteMigration, UserMove

HELLO = "You are signed in with Atlassian as {}."
CONFIRMED = "Atlassian knows you: your account is connected."
SEEN = "Atlassian knows you as {}. How far you are stands under “Atlassian account”."


@dataclass(frozen=True, slots=True)
class Place:
    """Where people sign in from, and come back to; what they are asked to allow there."""

    name: str
    url_name: str
    scopes: list[str]
    anchor: str = ""

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.url_name) + self.anchor


SITE = Place("site", "migration:site", sign_in.SITES)
PROFILE = Place("profile", "accounts:profile", sign_in.WHO, "#atlassian")


@signed_in
@require_http_methods(["GET", "POST"])
@never_cache
def atlassian_sign_in(request: Request) -> HttpResponse:
    """Go to Atlassian. `from` is where to come back to: the wizard ("site") or the profile."""
    asked = request.POST.get("from", "") or request.GET.get("from", "")
    place = _place(asked or SITE.name, request)
    try:
        return go(request, sign_in.leave(request, place.scopes, place.name))
    except Refused as problem:
        return _back(request, place, problem.words)


@signed_in
@require_safe
@never_cache
def atlassian_callback(request: Request) -> HttpResponse:
    """Come back from Atlassian."""
    try:
        place = _place(sign_in.came_from(request), request)
    except PermissionDenied:
        return _back(request, _place(SITE.name, request), sign_in.ENDED)
    try:
        grant = keep_grant(sign_in.come_back(request), with_tokens=place == SITE, by=request.actor)
    except (Refused, TryLater) as problem:
        return _back(request, place, problem.words)
    except ValidationError as problem:
        return _back(request, place, " ".join(problem.messages))
    if place == SITE:
        return done(request, HELLO.format(grant.email), place.url)
    return _confirmed(request, place)


def _confirmed(request: Request, place: Place) -> HttpResponse:
    """Have the directory asked about the person now, where a move waits for them."""
    person = oneself(request)
    waiting = UserMove.objects.filter(
        user=person,
        migration__in=SiteMigration.objects.open().exclude(state=SiteMigration.State.PREPARING),
        migration__directory=directories.ATLASSIAN,
    ).exclude(status=UserMove.Status.EXCLUDED)
    move = waiting.select_related("migration").first()
    if move is None:
        return done(request, HELLO.format(person.username), place.url)
    try:
        move = confirm(move.migration, person, by=request.actor)
    except ValidationError as problem:
        return _back(request, place, " ".join(problem.messages))
    is_done = move.status == UserMove.Status.CONNECTED
    return done(request, CONFIRMED if is_done else SEEN.format(person.username), place.url)


def _place(name: str, request: Request) -> Place:
    """One of the two places. Who doesn't run the account has no wizard."""
    return SITE if name == SITE.name and request.actor.runs_the_account else PROFILE


def _back(request: Request, place: Place, words: str) -> HttpResponse:
    messages.error(request, words)
    return go(request, place.url)
