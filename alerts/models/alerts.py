"""Alerts. Contract: opsgenie-v2.md §3 (alerts create, alert reads)."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Q
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import ApiKey, User
from common.folding import quick_words_sql
from common.written import all_written


class NextTinyId(Func):
    """The next short number. The migration makes the sequence."""

    template = "nextval('alert_tiny_ids')"
    output_field = models.BigIntegerField()


class AlertWords(Func):
    """The words an alert is found by: message, alias, entity, source, tags."""

    template = quick_words_sql(
        "message || ' ' || alias || ' ' || entity || ' ' || source || ' ' || words_of(tags)"
    )
    output_field = SearchVectorField()


class AlertQuerySet(models.QuerySet["Alert"]):
    """Alerts, as sets."""

    def visible_to(self, by: Actor) -> AlertQuerySet:
        """All for who may access all; else those of one's teams, or that one is told of or owns.

        A team's key sees its team's, who is in a chat and not connected those of the chat's scope.
        Without the right `see-alerts` nobody sees any.
        """
        if by.user and by.user.is_blocked:
            return self.none()
        if by.runs_the_account:
            return self
        if by.api_key and by.api_key.team_id:
            return self.filter(team_ids__contains=all_written([by.api_key.team_id]))
        if scope := by.chat_scope:
            team = [scope.team_id] if scope.team_id else []
            return self.filter(team_ids__contains=all_written(team)) if team else self
        if not by.user or not by.has("see-alerts"):
            return self.none()
        if by.has("alerts-access-all"):
            return self
        teams = list(by.user.memberships.values_list("team_id", flat=True))
        mine = Q(people_ids__contains=all_written([by.user.pk])) | Q(owner=by.user)
        return self.filter(Q(team_ids__overlap=all_written(teams)) | mine if teams else mine)

    def open(self) -> AlertQuerySet:
        """Those that nobody has closed."""
        return self.filter(status=Alert.Status.OPEN)


class Alert(models.Model):
    """Something that wants attention, until somebody closes it."""

    class Status(models.TextChoices):
        """Whether it is over."""

        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Priority(models.IntegerChoices):
        """P1 is the highest."""

        P1 = 1, "P1"
        P2 = 2, "P2"
        P3 = 3, "P3"
        P4 = 4, "P4"
        P5 = 5, "P5"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tiny_id = models.BigIntegerField(unique=True, db_default=NextTinyId(), editable=False)
    alias = models.CharField(max_length=512)
    # The team whose key sent it: no team's alert may swallow another's of the same alias.
    scope = models.UUIDField(null=True, blank=True, editable=False)
    message = models.CharField(max_length=130)
    description = models.TextField(max_length=15_000, blank=True)
    entity = models.CharField(max_length=512, blank=True)
    source = models.CharField(max_length=100, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=3, db_default=3)
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    actions = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    details = models.JSONField(default=dict, blank=True)
    # [{"type": "team" | "user" | "schedule" | "escalation", "id": …, "name": …}], as they were.
    responders = models.JSONField(default=list, blank=True)
    # Who may see it: the teams, and the people beside them who were named or told.
    team_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    people_ids = ArrayField(models.UUIDField(), default=list, blank=True)

    status = models.CharField(max_length=6, choices=Status, default=Status.OPEN)
    is_acknowledged = models.BooleanField(default=False, db_default=False)
    acknowledged_by = models.CharField(max_length=600, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=600, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(  # the index below is its own, too
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_alerts",
        db_index=False,
    )
    count = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    last_occurred_at = models.DateTimeField(default=timezone.now)
    # When its people were looked up and their messages made: once in its life.
    told_at = models.DateTimeField(null=True, blank=True)
    # Without the database's check: each alert would lock the key's row, all of a key's the same.
    api_key = models.ForeignKey(
        ApiKey,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="alerts",
        db_index=False,
        db_constraint=False,
    )
    search_words = models.GeneratedField(
        expression=AlertWords(), output_field=SearchVectorField(), db_persist=True
    )

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alias", "scope"],
                condition=Q(status="open"),
                nulls_distinct=False,
                name="one_open_alert_per_alias",
                violation_error_code="alias",
                violation_error_message="An alert of this alias is open already.",
            ),
            models.CheckConstraint(
                condition=Q(priority__gte=1, priority__lte=5), name="alert_priority_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "closed"]), name="alert_status_is_known"
            ),
        ]
        indexes = [
            models.Index("created_at", "id", name="alerts_by_time"),
            models.Index(
                "created_at", "id", name="open_alerts_by_time", condition=Q(status="open")
            ),
            # For the lists that ask every few seconds what has changed.
            models.Index("updated_at", "id", name="alerts_by_change"),
            models.Index("owner", "created_at", name="alerts_of_an_owner"),
            GinIndex(fields=["team_ids"], name="alerts_by_team"),
            GinIndex(fields=["people_ids"], name="alerts_by_person"),
            GinIndex(fields=["search_words"], name="alerts_by_words"),
        ]

    def __str__(self) -> str:
        return f"#{self.tiny_id} {self.message}"

    def get_absolute_url(self) -> str:
        """Return the address of the alert's page."""
        return reverse("alerts:alert", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it."""
        return self.status == self.Status.OPEN
