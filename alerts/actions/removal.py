"""Deleting alerts."""

from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.permissions import require
from alerts.actions.changing import NOT_ALLOWED
from alerts.models import Alert
from alerts.permissions import can_delete_alert

audit.WORDS |= {"alert.deleted": "deleted the alert {target}"}


@transaction.atomic
def delete_alert(alert: Alert, *, by: Actor) -> None:
    """Delete an alert with its log; the account's log keeps that it was there. Twice is once."""
    require(can_delete_alert(by, alert), NOT_ALLOWED)
    # Locked before what belongs to it, as those do who tell people of it.
    list(Alert.objects.select_for_update().filter(pk=alert.pk).values("pk"))
    gone, _ = Alert.objects.filter(pk=alert.pk).delete()
    if gone:
        team_id = alert.team_ids[0] if alert.team_ids else None
        audit.record(by, "alert.deleted", alert, team_id=team_id, alias=alert.alias)
