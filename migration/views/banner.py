"""The banner: hidden for a while, or for good once it has said that all is done."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.http import Request, oneself
from common.policy import runs_the_account
from migration.actions import course
from migration.banner import HIDDEN
from migration.models import SiteMigration
from migration.views.common import back, newest

A_WEEK = 7 * 24 * 3600  # seconds


@runs_the_account
@require_POST
def banner_hide(request: Request) -> HttpResponse:
    """Invite this person no more for a week, in this browser."""
    answer = redirect(back(request, "home"))
    answer.set_cookie(
        HIDDEN,
        str(oneself(request).pk),
        A_WEEK,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return answer


@runs_the_account
@require_POST
def banner_seen(request: Request) -> HttpResponse:
    """Say no more that the move is complete."""
    found = newest(request)
    if found and found.state == SiteMigration.State.COMPLETE:
        course.note_seen_complete(found, by=request.actor)
    return redirect(back(request, "home"))
