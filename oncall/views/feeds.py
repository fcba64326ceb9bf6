"""Calendar feeds: making an address, and what is behind it."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request, oneself
from common.pages import done
from common.policy import open_to_all, signed_in
from oncall.actions.feeds import make_feed
from oncall.calendar import AHEAD, BACK, Entry, written
from oncall.feeds import is_readable
from oncall.models import CalendarFeed, Schedule
from oncall.plans import plan_of
from oncall.rotation import spans
from oncall.shifts import watch_of
from oncall.timeline import names_of
from oncall.views.common import schedule_or_404

FRESH = 15 * 60  # seconds
NOTED = timedelta(hours=1)  # how exactly the last reading is kept


@signed_in
@require_POST
def feed_make(request: Request, schedule_id: UUID) -> HttpResponse:
    """Make the actor's address of a schedule's calendar; an older one ends."""
    schedule = schedule_or_404(request, schedule_id)
    make_feed(oneself(request), schedule, by=request.actor)
    return done(
        request, "Here is your calendar address.", f"{schedule.get_absolute_url()}#calendar"
    )


@signed_in
@require_POST
def own_feed_make(request: Request) -> HttpResponse:
    """Make the actor's address of the calendar of their own shifts; an older one ends."""
    person = oneself(request)
    make_feed(person, None, by=request.actor)
    return done(request, "Here is your calendar address.", f"{person.get_absolute_url()}#calendar")


@open_to_all("the address is the secret: calendars cannot sign in")
@require_safe
def feed(request: HttpRequest, feed_id: UUID, token: str) -> HttpResponse:
    """A calendar as an .ics file; 404 for an address that never was, or has ended."""
    found = get_object_or_404(CalendarFeed.objects.select_related("user", "schedule"), pk=feed_id)
    if not is_readable(found, token):
        raise Http404("No calendar")
    now = timezone.now()
    _note_reading(found, now)
    name, entries = _entries(request, found, now)
    content = written(name, entries, now)
    etag = quote_etag(sha256(content).hexdigest())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, f"private, max-age={FRESH}"
    response["Content-Disposition"] = 'inline; filename="on-call.ics"'
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer or response


def _entries(request: HttpRequest, found: CalendarFeed, now: datetime) -> tuple[str, list[Entry]]:
    """The name of a calendar, and what stands in it."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)  # the same all day long
    start, end = midnight - BACK, midnight + AHEAD
    if found.schedule:
        return found.schedule.name, _of_schedule(request, found.schedule, start, end)
    shifts = watch_of(found.user, start).shifts(start, end)
    return f"On call: {found.user.full_name}", [
        Entry(
            f"{shift.schedule.pk}-{shift.start:%Y%m%dT%H%M%SZ}-{found.user.pk}",
            f"On call: {shift.schedule.name}",
            shift.start,
            shift.end,
            request.build_absolute_uri(shift.schedule.get_absolute_url()),
        )
        for shift in shifts
    ]


def _of_schedule(
    request: HttpRequest, schedule: Schedule, start: datetime, end: datetime
) -> list[Entry]:
    url = request.build_absolute_uri(schedule.get_absolute_url())
    return [
        Entry(
            f"{schedule.pk}-{span.start:%Y%m%dT%H%M%SZ}",
            f"{names_of(span.participants)} ({schedule.name})",
            span.start,
            span.end,
            url,
        )
        for span in spans(plan_of(schedule, start), start, end)
    ]


def _note_reading(found: CalendarFeed, now: datetime) -> None:
    """Note when it was read, once an hour: calendars ask often."""
    rarely = Q(last_read_at__isnull=True) | Q(last_read_at__lt=now - NOTED)
    CalendarFeed.objects.filter(rarely, pk=found.pk).update(last_read_at=now)
