"""What a person's page shows of on-call: their next shifts, schedules, escalations."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from accounts.validators import zone
from common.folding import Folded
from oncall.escalation_reading import of_person
from oncall.models import CalendarFeed, Schedule
from oncall.moments import words_within
from oncall.shifts import watch_of

SHOWN = 5  # shifts
AHEAD = timedelta(days=100)
LISTED = 20  # schedules, and escalations


def shifts_of(person: User, actor: Actor) -> dict[str, Any] | None:
    """The context of the section, or None where there is nothing to show."""
    now, there = timezone.now(), zone(person.time_zone)
    watch = watch_of(person, now)
    ids = [one.pk for one in watch.schedules]
    seen = Schedule.objects.visible_to(actor).filter(pk__in=ids)
    schedules = list(seen.order_by(Folded("name"))[:LISTED])
    escalations = of_person(person, ids, actor)[:LISTED]
    is_self = actor.is_person(person)
    if not schedules and not escalations and not is_self:
        return None
    looked = (now, now + AHEAD)
    shifts = watch.shifts(*looked)
    shown = [one for one in shifts if one.schedule in schedules][:SHOWN]
    return {
        "shifts": [
            (one, words_within(one.start, one.end, looked, there), one.start <= now)
            for one in shown
        ],
        "schedules": schedules,
        "escalations": escalations,
        "is_self": is_self,
        "feed": CalendarFeed.objects.filter(user=person, schedule=None).first()
        if is_self
        else None,
    }
