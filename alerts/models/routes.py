"""Which way an alert went in a team, and why."""

import uuid

from django.db import models
from django.utils import timezone

from alerts.models.alerts import Alert


class Route(models.Model):
    """How one team's rules decided about one alert. Rows are added, never changed.

    Team, rule and target are named by id and by the name they had: the trace outlives them. The
    rows are also what a rule's hits are counted from, so that no counter is fought over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(
        Alert, on_delete=models.CASCADE, related_name="routes", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)
    team_id = models.UUIDField()
    team_name = models.CharField(max_length=100)
    rules_version = models.PositiveIntegerField()
    rule_id = models.UUIDField(null=True)
    rule_name = models.CharField(max_length=512, blank=True)
    target_kind = models.CharField(max_length=10)
    target_id = models.UUIDField(null=True)
    target_name = models.CharField(max_length=200, blank=True)
    # What each rule said until one won, as routing writes it.
    verdicts = models.JSONField(default=list)

    class Meta:
        ordering = ["at"]
        indexes = [
            models.Index("alert", name="routes_of_an_alert"),
            models.Index("team_id", "at", "rule_id", name="routes_of_a_team"),
            models.Index("rule_id", "at", name="routes_of_a_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_name} of {self.team_name}"
