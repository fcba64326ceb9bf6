"""What Muster needs to speak with Atlassian: the operator's app and key, and people's grants."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from common.sealed import seal, unseal


class AtlassianConnection(models.Model):
    """The operator's OAuth app and organisation key at Atlassian: one row. Secrets are sealed."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    client_id = models.CharField(max_length=200, blank=True)
    sealed_client_secret = models.TextField(blank=True, editable=False)
    org_id = models.CharField(max_length=200, blank=True)
    org_name = models.CharField(max_length=200, blank=True)
    sealed_org_key = models.TextField(blank=True, editable=False)
    scim_directory_id = models.CharField(max_length=200, blank=True)
    sealed_scim_key = models.TextField(blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_connection")]

    def __str__(self) -> str:
        return f"Atlassian organisation {self.org_name or self.org_id}"

    @classmethod
    def current(cls) -> Self:
        """Return the connection; an unsaved one when none was set up."""
        return cls.objects.filter(id=1).first() or cls()

    @property
    def is_complete(self) -> bool:
        """Whether everything is there that a move needs; SCIM is not needed."""
        return bool(self.client_id and self.sealed_client_secret and self.sealed_org_key)

    @property
    def client_secret(self) -> str:
        """The secret of the OAuth app, or nothing."""
        return unseal(self.sealed_client_secret) if self.sealed_client_secret else ""

    @client_secret.setter
    def client_secret(self, secret: str) -> None:
        self.sealed_client_secret = seal(secret) if secret else ""

    @property
    def org_key(self) -> str:
        """The organisation's API key, or nothing."""
        return unseal(self.sealed_org_key) if self.sealed_org_key else ""

    @org_key.setter
    def org_key(self, key: str) -> None:
        self.sealed_org_key = seal(key) if key else ""

    @property
    def scim_key(self) -> str:
        """The key of the SCIM directory, or nothing."""
        return unseal(self.sealed_scim_key) if self.sealed_scim_key else ""

    @scim_key.setter
    def scim_key(self, key: str) -> None:
        self.sealed_scim_key = seal(key) if key else ""


class AtlassianGrant(models.Model):
    """What somebody allowed Muster by signing in at Atlassian; tokens are sealed.

    The refresh token changes with each use (atlassian.md §2): it is kept before it is used again.
    """

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="atlassian_grant"
    )
    account_id = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    scopes = models.TextField(blank=True)
    sealed_access_token = models.TextField(editable=False)
    sealed_refresh_token = models.TextField(blank=True, editable=False)
    expires_at = models.DateTimeField()
    granted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} is {self.email} at Atlassian"
