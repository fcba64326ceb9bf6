"""The page of one schedule, with its timeline."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import Request
from accounts.validators import zone as zone_named
from common.pages import page
from common.policy import signed_in
from oncall.columns import Frame
from oncall.feeds import address_of
from oncall.models import CalendarFeed, Schedule
from oncall.parts import overrides_of, rotations_of
from oncall.permissions import can_manage_oncall, can_override
from oncall.plans import plan_of
from oncall.reading import Now, coming_up
from oncall.rotation import Plan
from oncall.timeline import picture
from oncall.views.common import schedule_or_404
from teams.models import Team

LENGTHS = {1: "1 day", 7: "1 week", 14: "2 weeks", 28: "4 weeks"}
USUAL = 14  # days
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


@signed_in
@require_safe
def schedule(request: Request, schedule_id: UUID) -> HttpResponse:
    """Show a schedule: who is on call, the timeline, what comes up, its rotations and overrides."""
    shown, now = schedule_or_404(request, schedule_id), timezone.now()
    plan = plan_of(shown, _first_seen(request, now))
    context = {"nav": "oncall", "schedule": shown, **_timeline(request, shown, plan, now)}
    context["can_manage"] = can_manage = can_manage_oncall(request.actor, shown.team)
    person = request.actor.user
    context["can_take"] = bool(person and can_override(request.actor, shown, person)) or can_manage
    if not request.htmx or request.htmx.history_restore_request:
        context |= _about(request, shown, plan, now)
    return page(request, "oncall/schedule.html", context, part="timeline")


def _about(request: Request, shown: Schedule, plan: Plan, now: datetime) -> dict[str, Any]:
    zone = plan.zone
    person = request.actor.user
    feed = CalendarFeed.objects.filter(user=person, schedule=shown).first()
    return {
        "now": Now.of(shown, plan, now),
        "coming": coming_up(plan, now, zone),
        "rotations": rotations_of(plan, now),
        "overrides": overrides_of(plan, now),
        "me": person,
        "sees_team": Team.objects.visible_to(request.actor).filter(schedules=shown).exists(),
        "feed_address": address_of(feed, request) if feed else "",
    }


def _timeline(request: Request, shown: Schedule, plan: Plan, now: datetime) -> dict[str, Any]:
    """The picture, and where its buttons lead."""
    mine = request.actor.user.time_zone if request.actor.user else shown.time_zone
    is_mine = request.GET.get("clock") == "mine" and mine != shown.time_zone
    zone = zone_named(mine) if is_mine else plan.zone
    frame = frame_of(request, now, zone)
    clock = {"clock": "mine"} if is_mine else {}
    step = timedelta(days=frame.days)
    return {
        "picture": picture(plan, frame, now),
        "frame_words": _words(frame),
        "previous": _terms(frame.first - step, frame.days, clock),
        "next": _terms(frame.first + step, frame.days, clock),
        "today": "?" + urlencode({"days": frame.days} | clock),
        "lengths": [
            (words, _terms(frame.first, days, clock), days == frame.days)
            for days, words in LENGTHS.items()
        ],
        "zone": zone.key.replace("_", " "),
        "other_clock": mine != shown.time_zone,
        "clocks": [
            ("Schedule’s time", _terms(frame.first, frame.days, {}), not is_mine),
            ("Your time", _terms(frame.first, frame.days, {"clock": "mine"}), is_mine),
        ],
    }


def frame_of(request: Request, now: datetime, zone: ZoneInfo) -> Frame:
    """What the address asks for: `days` days from the day `from`, otherwise from this Monday."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, LENGTHS) else USUAL
    today = now.astimezone(zone).date()
    first = today if days == 1 else today - timedelta(days=today.weekday())
    with suppress(ValueError):
        first = date.fromisoformat(request.GET.get("from", ""))
    return Frame(min(max(first, FIRST), LAST), days, zone)


def _first_seen(request: Request, now: datetime) -> datetime:
    """The earliest moment for which overrides are wanted."""
    return min(frame_of(request, now, zone_named("UTC")).start, now)


def _words(frame: Frame) -> str:
    last = frame.first + timedelta(days=frame.days - 1)
    first_words = f"{frame.first.day} {frame.first:%b}"
    if frame.days == 1:
        return f"{frame.first:%A}, {first_words} {frame.first.year}"
    return f"{first_words} – {last.day} {last:%b} {last.year}"


def _terms(first: date, days: int, clock: dict[str, str]) -> str:
    return "?" + urlencode({"from": first.isoformat(), "days": days} | clock)
