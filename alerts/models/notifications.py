"""Telling people: messages to contacts, escalations under way, shifts that are watched."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Contact, User
from alerts.models.alerts import Alert
from oncall.models import Escalation, Schedule


class Notification(models.Model):
    """One message to one contact of one person. A worker claims it by a guarded UPDATE."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        SKIPPED = "skipped", "Skipped"
        FAILED = "failed", "Failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(
        Alert, on_delete=models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="notifications"
    )
    method = models.CharField(max_length=8)
    to = models.CharField(max_length=512)
    action = models.CharField(max_length=20)  # NotificationRule.Action
    rule_name = models.CharField(max_length=512, blank=True)
    # All rules that led to it: of several with the same step, the first one gives its name.
    rule_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    because = models.CharField(max_length=600, blank=True)  # "Schedule Payments_schedule"
    # What else its words need: who did it, a note; of a shift, the schedule and from when to when.
    about = models.JSONField(default=dict, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=1000, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index("alert", "created_at", name="notifications_of_an_alert"),
            models.Index("user", "created_at", name="notifications_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.method} to {self.user}: {self.state}"


class EscalationRun(models.Model):
    """An escalation at work on an alert. Each step is a job; `next_step` says which is due."""

    class State(models.TextChoices):
        """Whether more steps come."""

        RUNNING = "running", "Running"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="escalation_runs")
    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    round = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_step = models.PositiveIntegerField(default=0, db_default=0)
    started_at = models.DateTimeField(default=timezone.now)
    round_started_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "escalation"],
                condition=Q(state="running"),
                name="one_run_per_alert_and_escalation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.escalation} for {self.alert}"


class ShiftWatch(models.Model):
    """How far people were told of the shifts of a schedule, and when to look at it again.

    Both are moments of telling, which come up to a day before the shift itself.
    """

    schedule = models.OneToOneField(
        Schedule, on_delete=models.CASCADE, primary_key=True, related_name="watch"
    )
    told_until = models.DateTimeField()
    next_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("next_at", name="shifts_to_look_at")]

    def __str__(self) -> str:
        return f"{self.schedule}: next at {self.next_at:%Y-%m-%d %H:%M}"
