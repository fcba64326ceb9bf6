"""API keys: who a script is."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.actors import Actor


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """API keys, as sets."""

    def visible_to(self, by: Actor) -> ApiKeyQuerySet:
        """All for who runs the account; none for others."""
        return self if by.runs_the_account else self.none()

    def in_force(self) -> ApiKeyQuerySet:
        """Keys that were not revoked."""
        return self.filter(revoked_at__isnull=True)


class ApiKey(models.Model):
    """A key for scripts. Only its hash is kept.

    The team is named by the model's label, not imported: a key of a team goes with the team,
    and the database sees to it (docs/decisions/0004).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=250)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=8, editable=False)
    team = models.ForeignKey(
        "teams.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="api_keys"
    )
    may_read = models.BooleanField("read access", default=True, db_default=True)
    may_write = models.BooleanField("create and update access", default=True, db_default=True)
    may_delete = models.BooleanField("delete access", default=True, db_default=True)
    may_configure = models.BooleanField("configuration access", default=True, db_default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_call = models.CharField(max_length=200, blank=True, db_default="", editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "API key"
        ordering = ["name", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_key_in_force_per_name",
                violation_error_code="name",
                violation_error_message="A key of this name is in force already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def access_words(self) -> str:
        """What the key may do: "read, create and update, configuration"."""
        words = {
            "read": self.may_read,
            "create and update": self.may_write,
            "delete": self.may_delete,
            "configuration": self.may_configure,
        }
        return ", ".join(word for word, allowed in words.items() if allowed)

    @property
    def acts_as_owner(self) -> bool:
        """Whether whoever holds the key has an owner's rights."""
        return self.team_id is None and self.may_configure


class ApiKeyCalls(models.Model):
    """How often a key has called in its last minute, as far as web processes have told.

    The table is not in the write-ahead log: after a crash, counting begins anew.
    """

    key = models.OneToOneField(ApiKey, on_delete=models.CASCADE, primary_key=True)
    minute = models.IntegerField()  # since 1970
    calls = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.calls} calls of {self.key}"
