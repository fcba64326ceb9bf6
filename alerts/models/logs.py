"""What happened to an alert, and what became of the requests of the API."""

import uuid

from django.db import models
from django.utils import timezone

from accounts.models import ApiKey
from alerts.models.alerts import Alert


class AlertLog(models.Model):
    """One thing that happened to an alert: who, by which door, what. Rows are only added."""

    id = models.BigAutoField(primary_key=True)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="log", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=600)
    via = models.CharField(max_length=8)
    user_id = models.UUIDField(null=True)
    api_key_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index("alert", "id", name="log_of_an_alert")]

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
