"""Groups of people: names for several at once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Lower

from accounts.models.people import User
from common.folding import Folded

if TYPE_CHECKING:
    from accounts.actors import Actor


class GroupQuerySet(models.QuerySet["Group"]):
    """Groups, as sets."""

    def visible_to(self, by: Actor) -> GroupQuerySet:
        """All for who runs the account; otherwise those one is in."""
        if by.runs_the_account:
            return self
        return self.filter(memberships__user=by.user) if by.user else self.none()


class Group(models.Model):
    """A named set of people. Contract: opsgenie-v1.md (groups)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=512, blank=True)
    members = models.ManyToManyField(User, through="GroupMembership", related_name="people_groups")

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_group_per_name",
                violation_error_code="name",
                violation_error_message="There is a group of this name already.",
            )
        ]
        indexes = [models.Index(Folded("name"), "id", name="groups_by_name")]

    def __str__(self) -> str:
        return self.name


class GroupMembership(models.Model):
    """Somebody in a group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="group_memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"],
                name="one_membership_per_group",
                violation_error_code="user",
                violation_error_message="This person is in the group already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.group}"
