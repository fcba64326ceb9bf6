"""A newcomer's browser opens on a console that is signed in: only for the demo, only here."""

import sys
import webbrowser
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts import links
from accounts.demo import DOMAIN
from accounts.models import User
from common.policy import open_to_all

PURPOSE = "first-look"
VALID_FOR = timedelta(minutes=5)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def address(now: datetime) -> str:
    """Return a link that signs the demo's owner in, once and within five minutes."""
    olive = User.objects.filter(username=f"olive@{DOMAIN}", is_blocked=False).first()
    if olive is None:
        return settings.PUBLIC_URL
    token = links.issue(PURPOSE, now=now, valid_for=VALID_FOR, user=olive)
    return settings.PUBLIC_URL + reverse("first_look", args=[token])


def open_browser(url: str) -> None:
    """Open a browser there, if somebody sits at this terminal and has one."""
    if sys.stdout.isatty() and has_windows():
        webbrowser.open(url)


def has_windows() -> bool:
    """Whether the browser that would open is one with windows."""
    try:
        return not isinstance(webbrowser.get(), webbrowser.GenericBrowser)
    except webbrowser.Error:
        return False


@open_to_all("the token that the terminal of this machine opened a browser with")
@require_GET
@never_cache
def first_look(request: HttpRequest, token: str) -> HttpResponse:
    """Sign the demo's owner in; a used or old link leads to the sign-in page."""
    if not settings.EMBEDDED:
        raise Http404
    now = timezone.now()
    link = links.find(PURPOSE, token, now=now)
    try:
        if link is None:
            raise ValidationError(links.EXPIRED)
        links.redeem(link, now=now)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("account_login")
    login(request, links.person_of(link), backend=BACKEND)
    return redirect("home")
