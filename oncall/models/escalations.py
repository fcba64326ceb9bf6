"""Escalations: whom to tell when nobody answers. Contract: opsgenie-v2.md §3 (escalations)."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from common.folding import Folded
from oncall.models.schedules import Schedule
from oncall.models.targets import exactly_one
from oncall.models.words import NameWords
from teams.models import Team


class EscalationQuerySet(models.QuerySet["Escalation"]):
    """Escalations, as sets."""

    def visible_to(self, by: Actor) -> EscalationQuerySet:
        """All for who may see who is on call; a team key's team's; otherwise one's teams'."""
        if by.user and by.user.is_blocked:
            return self.none()
        if by.runs_the_account or by.has("who-is-on-call-show-all"):
            return self
        return self.filter(team__in=Team.objects.visible_to(by).values("pk"))


class Escalation(models.Model):
    """Steps in time: each tells somebody unless the alert was dealt with before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, null=True, blank=True, related_name="escalations"
    )
    name = models.CharField(max_length=200)
    description = models.TextField(max_length=10_000, blank=True)
    # Minutes after the last step until all begins again; null: it doesn't.
    repeat_after_minutes = models.PositiveIntegerField(null=True, blank=True)
    repeat_count = models.PositiveSmallIntegerField(default=0, db_default=0)
    resets_recipients = models.BooleanField(default=False, db_default=False)
    closes_alert = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    search_words = models.GeneratedField(
        expression=NameWords(), output_field=SearchVectorField(), db_persist=True
    )

    objects = EscalationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_escalation_per_name",
                violation_error_code="name",
                violation_error_message="There is an escalation of this name already.",
            ),
            models.CheckConstraint(
                condition=Q(repeat_count__lte=20),
                name="escalation_repeats_20_times_at_most",
                violation_error_code="repeat_count",
                violation_error_message="An escalation can repeat 20 times at most.",
            ),
        ]
        indexes = [
            models.Index(Folded("name"), "id", name="escalations_by_name"),
            GinIndex(fields=["search_words"], name="escalations_by_words"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the escalation's page."""
        return reverse("oncall:escalation", args=[self.pk])


class EscalationRule(models.Model):
    """One step: after so many minutes, if the alert is still so, tell these."""

    class Condition(models.TextChoices):
        """What must still be true of the alert."""

        NOT_ACKED = "if-not-acked", "if not acknowledged"
        NOT_CLOSED = "if-not-closed", "if not closed"

    class NotifyType(models.TextChoices):
        """Whom of a schedule or team."""

        DEFAULT = "default", "On-call people"
        NEXT = "next", "Next on call"
        PREVIOUS = "previous", "Previous on call"
        USERS = "users", "Plain members of the team"
        ADMINS = "admins", "Admins of the team"
        ALL = "all", "Everybody of the team"
        RANDOM = "random", "One member at random"

    class Kind(models.TextChoices):
        """What a step can tell, named as the v2 API names it."""

        USER = "user", "Person"
        SCHEDULE = "schedule", "Schedule"
        TEAM = "team", "Team"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="rules")
    position = models.PositiveIntegerField()
    delay_minutes = models.PositiveIntegerField(default=0, db_default=0)
    condition = models.CharField(max_length=13, choices=Condition, default=Condition.NOT_ACKED)
    notify_type = models.CharField(max_length=8, choices=NotifyType, default=NotifyType.DEFAULT)
    kind = models.CharField(max_length=8, choices=Kind)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="escalation_rules"
    )
    schedule = models.ForeignKey(
        Schedule, on_delete=models.RESTRICT, null=True, blank=True, related_name="escalation_rules"
    )
    team = models.ForeignKey(
        Team, on_delete=models.RESTRICT, null=True, blank=True, related_name="escalation_rules"
    )

    class Meta:
        ordering = ["delay_minutes", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["escalation", "position"],
                name="one_step_per_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=exactly_one("user", "schedule", "team"), name="step_names_whom_it_tells"
            ),
            models.CheckConstraint(
                condition=Q(delay_minutes__lte=1440),
                name="step_within_a_day",
                violation_error_code="delay_minutes",
                violation_error_message="A step waits a day (1,440 minutes) at most.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.schedule or self.team} after {self.delay_minutes} min"
