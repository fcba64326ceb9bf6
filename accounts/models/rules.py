"""How a person wants to be told, and of what."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models.contacts import Contact
from accounts.models.people import User


class NotificationRule(models.Model):
    """What happens when: for one kind of event, steps in order.

    `criteria`, `time_restriction`, `schedules` and `repeat` hold the JSON of the v2 API
    (opsgenie-v2.md, notification rules); the routing issue brings their editors.
    """

    class Action(models.TextChoices):
        """The events, named as the v2 API names them."""

        CREATE_ALERT = "create-alert", "New alert"
        ACKNOWLEDGED = "acknowledged-alert", "Acknowledged alert"
        CLOSED = "closed-alert", "Closed alert"
        ASSIGNED = "assigned-alert", "Assigned alert"
        RENOTIFIED = "renotified-alert", "Renotified alert"
        ADD_NOTE = "add-note", "Add note"
        SCHEDULE_START = "schedule-start", "Schedule start"
        SCHEDULE_END = "schedule-end", "Schedule end"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notification_rules")
    action = models.CharField("when", max_length=20, choices=Action)
    name = models.CharField(max_length=512)
    is_enabled = models.BooleanField("enabled", default=True, db_default=True)
    position = models.PositiveIntegerField(default=0, db_default=0)
    criteria = models.JSONField(null=True, blank=True)
    time_restriction = models.JSONField(null=True, blank=True)
    schedules = models.JSONField(null=True, blank=True)
    repeat = models.JSONField(null=True, blank=True)
    notification_time = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        ordering = ["position", "name", "id"]
        indexes = [models.Index("user", "action", name="rules_of_a_person")]

    def __str__(self) -> str:
        return self.name


class NotificationStep(models.Model):
    """One step of a rule: tell this contact, so many minutes after the event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.ForeignKey(NotificationRule, on_delete=models.CASCADE, related_name="steps")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="steps")
    after_minutes = models.PositiveIntegerField("minutes after", default=0, db_default=0)
    is_enabled = models.BooleanField("enabled", default=True, db_default=True)
    position = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["after_minutes", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "contact", "after_minutes"],
                name="one_step_per_contact_and_delay",
                violation_error_code="contact",
                violation_error_message="This rule tells that contact at that time already.",
            ),
            models.CheckConstraint(
                condition=models.Q(after_minutes__lte=7 * 24 * 60),
                name="step_within_a_week",
                violation_error_code="after_minutes",
                violation_error_message="A step can wait a week (10,080 minutes) at most.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} after {self.after_minutes} min"
