"""Acknowledging, closing and snoozing. Two at once: one wins, the other is told who did."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Q, When
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.actors import Actor
from alerts import log
from alerts.actions.changing import ask, change
from alerts.models import Alert

ACKNOWLEDGED = "{alert.acknowledged_by} has acknowledged this alert already."
NOT_ACKNOWLEDGED = "Nobody has acknowledged this alert."
LONGEST_SNOOZE = timedelta(days=366)
WAITING = {"is_acknowledged": False, "acknowledged_by": "", "acknowledged_at": None}


@transaction.atomic
def acknowledge(alert: Alert, *, by: Actor) -> None:
    """Say that one is on it. Who acknowledges an alert that nobody owns, owns it.

    That ends a snooze: its end would take back what was said after it.
    """
    ask(by, alert, "alert-acknowledge")
    values = acknowledged(by, timezone.now())
    if by.user and alert.owner_id is None:
        values["owner"] = by.user
    nobody_yet = Q(is_acknowledged=False)
    change(alert, "acknowledged", values, only=nobody_yet, otherwise=ACKNOWLEDGED, by=by)


@transaction.atomic
def unacknowledge(alert: Alert, *, by: Actor) -> None:
    """Take the acknowledgement back: the alert wants attention again."""
    ask(by, alert, "alert-unacknowledge")
    somebody = Q(is_acknowledged=True)
    change(alert, "unacknowledged", WAITING, only=somebody, otherwise=NOT_ACKNOWLEDGED, by=by)


@transaction.atomic
def close(alert: Alert, *, by: Actor) -> None:
    """Say that it is over."""
    ask(by, alert, "alert-close")
    change(alert, "closed", closed(by, timezone.now()), by=by)


@transaction.atomic
def snooze(alert: Alert, *, until: datetime, by: Actor) -> None:
    """Let the alert rest: nobody is told until then, and everybody again after it."""
    ask(by, alert, "alert-snooze")
    now = timezone.now()
    if until <= now:
        raise ValidationError({"until": "Choose a time that is still to come."})
    if until - now > LONGEST_SNOOZE:
        raise ValidationError({"until": "Choose a time within a year."})
    moment = until.isoformat()
    change(alert, "snoozed", {"snoozed_until": until}, by=by, until=moment)
    waking = app.configure_task("alerts.wake", schedule_at=until)
    waking.defer(alert_id=str(alert.pk), until=moment)


@transaction.atomic
def wake(alert_id: UUID, until: datetime) -> None:
    """End the snooze that was to last until then, if it still does, and tell people again."""
    asleep = Alert.objects.open().filter(pk=alert_id, snoozed_until=until)
    if asleep.update(snoozed_until=None, told_at=None, updated_at=timezone.now(), **WAITING):
        log.record(Alert.objects.get(pk=alert_id), "woke", by=Actor.system())
        app.configure_task("alerts.tell").defer(alert_id=str(alert_id))


def acknowledged(by: Actor, at: datetime) -> dict[str, object]:
    """The columns of an alert that was acknowledged."""
    return {
        "is_acknowledged": True,
        "acknowledged_by": by.name,
        "acknowledged_at": at,
        "snoozed_until": None,
        # The snooze stopped all telling: taken back, this begins it anew, as waking would.
        "told_at": Case(When(snoozed_until__isnull=False, then=None), default="told_at"),
    }


def closed(by: Actor, at: datetime) -> dict[str, object]:
    """The columns of an alert that was closed."""
    return {
        "status": Alert.Status.CLOSED,
        "closed_by": by.name,
        "closed_at": at,
        "snoozed_until": None,
    }
