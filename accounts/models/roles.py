"""Roles that an account made for itself."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from accounts import rights


class CustomRole(models.Model):
    """A built-in role with some rights granted and others disallowed.

    Contract: opsgenie-v2.md (custom roles), opsgenie-product.md (the names of the rights).
    """

    class Extends(models.TextChoices):
        """The built-in roles that a custom one may be based on."""

        USER = rights.USER, "User"
        OBSERVER = rights.OBSERVER, "Observer"
        STAKEHOLDER = rights.STAKEHOLDER, "Stakeholder"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=512)
    extends = models.CharField("based on", max_length=12, choices=Extends, default=Extends.USER)
    granted = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    disallowed = ArrayField(models.CharField(max_length=64), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_custom_role_per_name",
                violation_error_code="name",
                violation_error_message="There is a role of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rights(self) -> set[str]:
        """The names of the rights that the role gives."""
        return rights.rights_of(self.extends, self.granted, self.disallowed)

    def clean(self) -> None:
        """Refuse the names of built-in roles and rights nobody knows."""
        errors = {}
        if self.name.strip().lower() in (*rights.BUILT_IN, "custom"):
            errors["name"] = f"“{self.name}” is a built-in role. Choose another name."
        for field in ("granted", "disallowed"):
            if unknown := sorted(set(getattr(self, field)) - set(rights.RIGHTS)):
                errors[field] = f"Unknown rights: {', '.join(unknown)}."
        if errors:
            raise ValidationError(errors)
