"""What happens to an alert later: who is told of it, by their rules for such events.

Told are the owner and those who were told of the alert before, never whoever did it. An assigned
alert is told to its new owner only. An acknowledgement that is taken back asks for attention again,
as a new alert does. A snooze that ends tells everybody anew (`alerts.telling`).
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import NotificationRule, User
from alerts import log, notify, telling
from alerts.models import Alert, AlertLog, Notification

Action = NotificationRule.Action
EVENTS = {
    "acknowledged": Action.ACKNOWLEDGED,
    "unacknowledged": Action.RENOTIFIED,
    "closed": Action.CLOSED,
    "assigned": Action.ASSIGNED,
    "noted": Action.ADD_NOTE,
}
ANSWERS = ("acknowledged", "closed", "snoozed")  # what still waited to be sent is dropped


def tell_of(entries: Iterable[int]) -> None:
    """Tell people of these log entries, each in a transaction of its own."""
    rows = AlertLog.objects.filter(pk__in=entries)
    for entry in rows.select_related("alert").defer("alert__search_words"):
        if entry.verb in ANSWERS:
            _drop_what_waits(entry)
        if entry.verb in EVENTS:
            _tell_of(entry)


def _drop_what_waits(entry: AlertLog) -> None:
    """Nobody needs later steps any more. Should the answer be taken back, all are told anew."""
    waiting = Notification.objects.filter(alert=entry.alert, state=Notification.State.WAITING)
    earlier = waiting.filter(action__in=notify.AWAITED, created_at__lt=entry.at)
    reason = f"{entry.actor_name} {log.sentence(entry)}"[:1000]
    earlier.update(state=Notification.State.SKIPPED, reason=reason)


@transaction.atomic
def _tell_of(entry: AlertLog) -> None:
    alert, action = entry.alert, EVENTS[entry.verb]
    if action == Action.RENOTIFIED and not alert.is_open:
        return
    about = {"by": entry.actor_name, "did": log.sentence(entry), "key": f"entry {entry.pk}"}
    about |= {"note": entry.details["note"]} if "note" in entry.details else {}
    if notify.was_done(alert, about["key"]):
        return
    if action == Action.RENOTIFIED:  # it may have been acknowledged before anybody was told
        telling.tell(alert.pk)
    people = _people(alert, entry, action)
    notify.plan(alert, people, action, timezone.now(), about=about)


def _people(alert: Alert, entry: AlertLog, action: str) -> dict[User, str]:
    if action == Action.ASSIGNED:
        found: Sequence[UUID] = [UUID(entry.details["person_id"])]
    else:
        told = Notification.objects.filter(alert=alert).exclude(user=alert.owner_id)
        found = [*told.values_list("user", flat=True).distinct()]
        found += [alert.owner_id] if alert.owner_id else []
    people = User.objects.filter(pk__in=found, is_blocked=False).exclude(pk=entry.user_id)
    if action == Action.RENOTIFIED:
        asked = Notification.objects.filter(alert=alert, action__in=notify.ASKING)
        people = people.exclude(pk__in=asked.filter(created_at__gte=entry.at).values("user"))
    return {
        person: _because(alert, person, action)
        for person in people.defer("search_words", "password")
    }


def _because(alert: Alert, person: User, action: str) -> str:
    if action == Action.ASSIGNED:
        return "The alert was assigned to you"
    is_owner = person.pk == alert.owner_id
    return "You own this alert" if is_owner else "You were told of this alert before"
