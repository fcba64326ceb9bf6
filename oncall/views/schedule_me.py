"""Whether one is on call oneself: the foot of the sidebar, asked for after the page."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import Request, oneself
from accounts.validators import zone
from common.pages import page
from common.policy import asked_by_pages
from oncall.moments import moment_words
from oncall.rotation import LOOKED_AHEAD
from oncall.shifts import watch_of

FRESH = 60  # seconds


@asked_by_pages
@require_safe
def on_call_me(request: Request) -> HttpResponse:
    """Say whether the actor is on call, until when, or from when on."""
    now, person = timezone.now(), oneself(request)
    shift = watch_of(person, now).next_shift()
    is_now = bool(shift and shift.start <= now)
    moment = (shift.end if is_now else shift.start) if shift else None
    if moment and moment >= now + LOOKED_AHEAD:
        moment = None  # nobody takes over
    context = {
        "nav": "oncall",
        "shift": shift,
        "is_now": is_now,
        "moment": moment_words(moment, zone(person.time_zone)) if moment else "",
    }
    response = page(request, "oncall/on_call_me.html", context, part="me")
    response["Cache-Control"] = f"private, max-age={FRESH}"
    return response
