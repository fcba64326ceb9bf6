"""Calendar addresses: making one, and replacing it by another."""

from django.db import transaction
from django.db.models import F

from accounts import audit
from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import require
from oncall.models import CalendarFeed, Schedule

audit.WORDS |= {
    "calendar.renewed": "made a new calendar address for {target}",
}


@transaction.atomic
def make_feed(person: User, schedule: Schedule | None, *, by: Actor) -> CalendarFeed:
    """Make somebody's calendar address of a schedule, or of their own shifts (None).

    When there is one already, it is replaced: the old address ends.
    """
    require(by.is_person(person) and not person.is_blocked)
    feed, is_new = CalendarFeed.objects.get_or_create(user=person, schedule=schedule)
    if not is_new:
        CalendarFeed.objects.filter(pk=feed.pk).update(generation=F("generation") + 1)
        feed.refresh_from_db()
    team_id = schedule.team_id if schedule else None
    audit.record(by, "calendar.renewed", schedule or person, team_id=team_id)
    return feed
