"""What happened to an alert, and what became of the requests of the API."""

import uuid

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.actors import Via
from accounts.models import ApiKey
from alerts.models.alerts import Alert

# What somebody does with an alert, and what Muster does for them: of these there are reports.
ACTS = (
    *("acknowledged", "action_run", "assigned", "closed", "described", "detailed", "escalated"),
    *("noted", "owned", "prioritised", "renamed", "responder_added", "snoozed", "tagged"),
    *("unacknowledged", "undetailed", "untagged", "woke"),
)
# Alerts that scripts send in are many, and nobody's act.
IS_ACT = Q(verb__in=ACTS) | Q(verb="created") & ~Q(via=Via.API)


class AlertLog(models.Model):
    """One thing that happened to an alert: who, by which door, what. Rows are only added.

    `door` is which of the doors of `via` it was: the version of the API, or the chat system. It
    is empty where there is but one, and for what came by the API before it was kept.
    """

    id = models.BigAutoField(primary_key=True)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="log", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=600)
    via = models.CharField(max_length=8)
    door = models.CharField(max_length=12, blank=True, default="", db_default="")
    user_id = models.UUIDField(null=True)
    api_key_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index("alert", "id", name="log_of_an_alert"),
            # Alerts coming in by the API cost it nothing: their entries are not in it.
            models.Index("at", "id", name="acts_by_time", condition=IS_ACT),
            BrinIndex(fields=["at"], name="alert_log_by_time", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.verb}"


class AlertRequest(models.Model):
    """What became of a request to the v2 API, for who asks by its id. Kept for a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    api_key = models.ForeignKey(  # unchecked as an alert's is
        ApiKey,
        on_delete=models.CASCADE,
        related_name="alert_requests",
        db_index=False,
        db_constraint=False,
    )
    at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=40)
    is_success = models.BooleanField()
    status = models.CharField(max_length=200)
    alert_id = models.UUIDField(null=True)
    alias = models.CharField(max_length=512, blank=True)

    class Meta:
        indexes = [models.Index("at", name="alert_requests_by_time")]

    def __str__(self) -> str:
        return f"{self.action}: {self.status}"
