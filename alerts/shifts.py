"""Telling people that their shifts begin or end, by their rules for schedule start and end.

Each schedule has a watch: how far people were told, and when the next of the four moments comes at
which rules can tell (a day, an hour, 15 minutes, a minute before a shift begins or ends). So a run
looks only at schedules where one has come, and at those that were changed since the last run: the
log says which. Messages and watch are written in one transaction, so nothing is told twice, and
after a standstill what was missed is told late.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Q

from accounts.models import AuditEntry
from alerts.models import ShiftWatch
from alerts.shift_edges import BEFORE, Edge, edges_of
from alerts.shift_notices import Notice, tell
from oncall.models import Schedule
from oncall.plans import plans_of

LONGEST = max(BEFORE.values())
AHEAD = timedelta(days=1)  # until a schedule in which nothing happens is looked at again
SPREAD = 360  # minutes over which such looks are spread
RECENT = timedelta(minutes=2)  # a change may bring a shift that just began; older ones are past
AT_ONCE = 200  # schedules in one transaction


def tell_due(now: datetime) -> None:
    """Tell everybody who is to be told until now."""
    changed = _changed_since_last_run(now)
    _watch_new(now)
    while found := _tell_some(changed, now):
        changed -= found


@transaction.atomic
def _tell_some(changed: Collection[UUID], now: datetime) -> set[UUID]:
    """Tell of some schedules, and say of which."""
    is_due = Q(next_at__lte=now) | Q(pk__in=changed, told_until__lt=now)
    rows = ShiftWatch.objects.filter(is_due).select_for_update(skip_locked=True, of=("self",))
    watches = list(rows.select_related("schedule").order_by("next_at")[:AT_ONCE])
    plans = plans_of([watch.pk for watch in watches], now - LONGEST)
    notices: list[Notice] = []
    for watch in watches:
        since = max(watch.told_until, min(watch.next_at - timedelta(seconds=1), now - RECENT))
        found = list(edges_of(plans[watch.pk], since, now + LONGEST + AHEAD))
        notices += _due(watch.schedule, found, since, now)
        watch.told_until, watch.next_at = now, _next(watch, found, now)
    tell(notices, now)
    ShiftWatch.objects.bulk_update(watches, ["told_until", "next_at"])
    return {watch.pk for watch in watches}


def _due(
    schedule: Schedule, found: Iterable[Edge], since: datetime, now: datetime
) -> Iterator[Notice]:
    """The moments of telling after `since` and until now."""
    for edge in found:
        for name, before in BEFORE.items():
            if since < edge.at - before <= now and edge.end > now:
                yield Notice(schedule, edge, name)


def _next(watch: ShiftWatch, found: Sequence[Edge], now: datetime) -> datetime:
    """When the next moment of telling comes, or when to look again."""
    look_again = now + AHEAD - timedelta(minutes=watch.pk.int % SPREAD)
    moments = (edge.at - before for edge in found for before in BEFORE.values())
    return min([look_again, *(moment for moment in moments if moment > now)])


def _changed_since_last_run(now: datetime) -> set[UUID]:
    """The schedules that the log says were changed since; a minute more, for late commits."""
    last = ShiftWatch.objects.aggregate(last=Max("told_until"))["last"] or now
    entries = AuditEntry.objects.filter(target_kind="schedule", at__gt=last - timedelta(minutes=1))
    return {UUID(pk) for pk in entries.values_list("target_id", flat=True)}


def _watch_new(now: datetime) -> None:
    """Watch the schedules that nobody watches yet. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO alerts_shiftwatch (schedule_id, told_until, next_at)"
            " SELECT id, %(now)s, %(now)s FROM oncall_schedule AS schedule"
            " WHERE NOT EXISTS"
            " (SELECT FROM alerts_shiftwatch WHERE schedule_id = schedule.id)"
            " ON CONFLICT DO NOTHING",
            {"now": now},
        )
