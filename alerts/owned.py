"""What a person's page shows of alerts: the open ones they own."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from alerts.models import Alert
from alerts.states import State, priority_tone, state_of

SHOWN = 5


def owned_by(person: User, actor: Actor) -> dict[str, Any] | None:
    """The context of the section, or None where there is nothing to show. Two queries at most."""
    alerts = Alert.objects.visible_to(actor).open().filter(owner=person)
    found = list(alerts.only(*_COLUMNS).order_by("-created_at", "-pk")[: SHOWN + 1])
    if not found:
        return None
    now = timezone.now()
    return {"alerts": [_line(one, now) for one in found[:SHOWN]], "more": len(found) > SHOWN}


_COLUMNS = (
    *("tiny_id", "message", "priority", "status", "is_acknowledged", "acknowledged_by"),
    *("snoozed_until", "closed_by"),
)


def _line(alert: Alert, now: datetime) -> tuple[Alert, State, str]:
    return alert, state_of(alert, now), priority_tone(alert.priority)
