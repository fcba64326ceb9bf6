"""Schedules: who is on call when. Contract: opsgenie-v2.md §3 (schedules, rotations, overrides)."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from accounts.validators import validate_time_zone
from common.folding import Folded
from oncall.models.targets import exactly_one
from oncall.models.words import NameWords
from teams.models import Team


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Schedules, as sets."""

    def visible_to(self, by: Actor) -> ScheduleQuerySet:
        """All for who may see who is on call; a team key's team's; otherwise one's teams'.

        Who is in a chat and not connected sees those of the chat's scope.
        """
        if by.user and by.user.is_blocked:
            return self.none()
        if by.runs_the_account or by.has("who-is-on-call-show-all"):
            return self
        if scope := by.chat_scope:
            return self.filter(team=scope.team_id) if scope.team_id else self
        return self.filter(team__in=Team.objects.visible_to(by).values("pk"))


class Schedule(models.Model):
    """Who is on call when: rotations on top of each other, overrides on top of all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, null=True, blank=True, related_name="schedules"
    )
    name = models.CharField(max_length=200)
    description = models.TextField(max_length=10_000, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    is_enabled = models.BooleanField("enabled", default=True, db_default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    search_words = models.GeneratedField(
        expression=NameWords(), output_field=SearchVectorField(), db_persist=True
    )

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_schedule_per_name",
                violation_error_code="name",
                violation_error_message="There is a schedule of this name already.",
            )
        ]
        indexes = [
            models.Index(Folded("name"), "id", name="schedules_by_name"),
            GinIndex(fields=["search_words"], name="schedules_by_words"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the schedule's page."""
        return reverse("oncall:schedule", args=[self.pk])


class Rotation(models.Model):
    """People taking turns. A later rotation of a schedule adds to the earlier ones."""

    class Kind(models.TextChoices):
        """How long a turn is, together with `length`."""

        DAILY = "daily", "Daily"
        WEEKLY = "weekly", "Weekly"
        HOURLY = "hourly", "Hourly"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="rotations")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.WEEKLY)
    length = models.PositiveSmallIntegerField(
        default=1, db_default=1, validators=[MinValueValidator(1)]
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    time_restriction = models.JSONField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(length__gte=1),
                name="rotation_has_a_length",
                violation_error_code="length",
                violation_error_message="A turn lasts at least one hour, day or week.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="rotation_ends_after_it_starts",
                violation_error_code="ends_at",
                violation_error_message="A rotation ends after it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Participant(models.Model):
    """Whose turn it is in a rotation: a person, everybody of a team, or nobody."""

    class Kind(models.TextChoices):
        """Named as the v2 API names them."""

        USER = "user", "Person"
        TEAM = "team", "Team"
        NOBODY = "none", "Nobody"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rotation = models.ForeignKey(Rotation, on_delete=models.CASCADE, related_name="participants")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=4, choices=Kind)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="turns"
    )
    team = models.ForeignKey(
        Team, on_delete=models.RESTRICT, null=True, blank=True, related_name="turns"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["rotation", "position"],
                name="one_turn_per_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=exactly_one("user", "team", nobody="none"), name="turn_names_whose_it_is"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.team or "Nobody")


class Override(models.Model):
    """Somebody takes the place of whoever would be on call for a while."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="overrides")
    alias = models.CharField(max_length=512, blank=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="overrides")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # None of them stands for all of the schedule's.
    rotations = models.ManyToManyField(Rotation, blank=True, related_name="overrides")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["starts_at", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="override_ends_after_it_starts",
                violation_error_code="ends_at",
                violation_error_message="An override ends after it starts.",
            ),
            models.UniqueConstraint(
                fields=["schedule", "alias"],
                condition=~Q(alias=""),
                name="one_override_per_alias",
                violation_error_code="alias",
                violation_error_message="This schedule has an override of this alias already.",
            ),
        ]
        indexes = [models.Index("schedule", "ends_at", name="overrides_of_a_schedule")]

    def __str__(self) -> str:
        return f"{self.user} from {self.starts_at:%Y-%m-%d %H:%M}"
