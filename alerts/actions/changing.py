"""How an alert changes: one UPDATE that only the first of two gets through, then the log."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.actors import Actor
from accounts.permissions import require
from alerts import log
from alerts.models import Alert
from alerts.permissions import can_act
from common import holding

GONE = "This alert was deleted meanwhile."
CLOSED = "{alert.closed_by} has closed this alert already."
NOT_ALLOWED = "You don't have the rights for this. Ask an owner or admin."

EVERY = Q()


def ask(by: Actor, alert: Alert, right: str) -> None:
    """Raise PermissionDenied unless the actor may do this with the alert."""
    require(can_act(by, alert, right), NOT_ALLOWED)


def change(
    alert: Alert,
    verb: str,
    values: dict[str, Any],
    *,
    only: Q = EVERY,
    otherwise: str = "",
    by: Actor,
    **details: Any,
) -> None:
    """Set values if the alert is open and `only` still holds, and log it.

    Raises ValidationError that says who closed it meanwhile, or `otherwise`, which may name
    parts of the alert: "{alert.acknowledged_by} was quicker."
    """
    still = Alert.objects.open().filter(only, pk=alert.pk)
    changed = still.update(**values, updated_at=timezone.now())
    holding.read_anew(alert, gone=GONE, rows=_rows())
    if not changed:
        words = otherwise if alert.is_open else CLOSED
        raise ValidationError(words.format(alert=alert))
    log.record(alert, verb, by=by, **details)


def hold(alert: Alert) -> None:
    """Lock the row until the transaction ends, and read it anew. Raises ValidationError."""
    holding.hold(alert, gone=GONE, rows=_rows())


def _rows() -> QuerySet[Alert]:
    return Alert.objects.defer("search_words")
