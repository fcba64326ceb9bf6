"""Teams and memberships."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from common.folding import Folded, words_sql


class TeamWords(Func):
    """The words of a team's name, split where people split them."""

    template = words_sql("name")
    output_field = SearchVectorField()


class TeamQuerySet(models.QuerySet["Team"]):
    """Teams, as sets."""

    def visible_to(self, by: Actor) -> TeamQuerySet:
        """All for who runs the account, a team key's team, a person's own; else none."""
        if by.user and by.user.is_blocked:
            return self.none()
        if by.runs_the_account:
            return self
        if by.api_key:
            return self.filter(api_keys=by.api_key)
        return self.filter(memberships__user=by.user) if by.user else self.none()


class Team(models.Model):
    """A team. Contract: seeds/003 (Team API)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    description = models.TextField(max_length=10_000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    members = models.ManyToManyField(User, through="Membership", related_name="teams")
    search_words = models.GeneratedField(
        expression=TeamWords(), output_field=SearchVectorField(), db_persist=True
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_team_per_name",
                violation_error_code="name",
                violation_error_message="There is a team of this name already.",
            )
        ]
        indexes = [
            models.Index(Folded("name"), "id", name="teams_by_name"),
            models.Index("created_at", "id", name="teams_by_creation"),
            GinIndex(fields=["search_words"], name="teams_by_words"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the team's page."""
        return reverse("teams:team", args=[self.pk])


class Membership(models.Model):
    """Somebody in a team."""

    class Role(models.TextChoices):
        """What a member may do in the team."""

        USER = "user", "User"
        ADMIN = "admin", "Team admin"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=5, choices=Role, default=Role.USER)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"],
                name="one_membership_per_team",
                violation_error_code="user",
                violation_error_message="This person is in the team already.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["user", "admin"]), name="membership_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"
