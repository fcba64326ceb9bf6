"""One-time links whose token was shown: kept in the session, out of the address bar."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.http import Request
from accounts.models import OneTimeLink
from common.pages import page

NO_LINK = UUID(int=0)


def keep(request: Request, link: OneTimeLink, to: str) -> HttpResponse:
    """Keep a link and go to the view `to`, so that no screenshot or referrer shows the token."""
    request.session[link.purpose] = str(link.pk)
    answer = redirect(to)
    answer.status_code = 303
    return answer


def kept(request: Request, purpose: str) -> OneTimeLink | None:
    """Return the link of that purpose whose token this session has shown, while it works."""
    working = OneTimeLink.objects.unused().filter(purpose=purpose, expires_at__gt=timezone.now())
    shown = request.session.get(purpose, NO_LINK)
    return working.select_related("user").filter(pk=shown).first()


def expired(request: Request) -> HttpResponse:
    """Say that a link is spent, and what to do now."""
    return page(request, "accounts/accept_expired.html", {}, status=410)
