"""The built-in directory: sites, accounts and memberships that exist here alone, for practice."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone


def new_account_id() -> str:
    """Return an id that looks like Atlassian's and can't be taken for one."""
    return f"practice:{secrets.token_hex(12)}"


class PracticeAccount(models.Model):
    """An account as Atlassian would have it: one per e-mail."""

    id = models.CharField(primary_key=True, max_length=40, default=new_account_id, editable=False)
    email = models.EmailField(max_length=100, unique=True)
    name = models.CharField(max_length=512, blank=True)
    is_verified = models.BooleanField(default=False)
    is_deactivated = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="practice_email_is_lower_case"
            )
        ]

    def __str__(self) -> str:
        return f"Practice account {self.email}"


class PracticeSite(models.Model):
    """A site as Atlassian would have it; its address is a page of this installation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.SlugField(max_length=60, unique=True)
    products = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"Practice site {self.name}"


class PracticeMember(models.Model):
    """Somebody of a site: invited, or there; perhaps its admin."""

    site = models.ForeignKey(PracticeSite, on_delete=models.CASCADE, related_name="members")
    account = models.ForeignKey(PracticeAccount, on_delete=models.CASCADE, related_name="sites")
    is_admin = models.BooleanField(default=False)
    invited_at = models.DateTimeField(default=timezone.now)
    joined_at = models.DateTimeField(null=True, blank=True)
    is_suspended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "account"], name="one_practice_membership")
        ]

    def __str__(self) -> str:
        return f"{self.account} of {self.site}"
