"""Links that work once."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from accounts.models.people import User


class OneTimeLinkQuerySet(models.QuerySet["OneTimeLink"]):
    """One-time links, as sets."""

    def unused(self) -> OneTimeLinkQuerySet:
        """Links that nobody has used or revoked, expired or not."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True)


class OneTimeLink(models.Model):
    """A link that works once and not for long. Only the hash of its token is kept."""

    class Purpose(models.TextChoices):
        """What the link is for."""

        INVITATION = "invitation", "Invitation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=20)
    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="one_time_links"
    )
    data = models.JSONField(default=dict)
    issued_by = models.CharField(max_length=600, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("user", "purpose", name="links_of_a_person"),
            models.Index("purpose", "created_at", name="links_by_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} link {self.pk}"
