"""People."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import rights
from accounts.models.people_sets import UserManager
from accounts.models.roles import CustomRole
from accounts.validators import validate_locale, validate_time_zone
from common.folding import Folded, words_sql

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class SearchWords(Func):
    """The words of a person's name and address, split where people split them."""

    template = words_sql("full_name || ' ' || username")
    output_field = SearchVectorField()


class LastActiveKey(Coalesce):
    """When somebody was last active, with "never" before everything."""

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        never = models.Value(NEVER, output_field=models.DateTimeField())
        super().__init__(*(expressions or ("last_active_at", never)), **extra)


class User(AbstractBaseUser):
    """A person: somebody who can be told, and mostly can sign in."""

    class Role(models.TextChoices):
        """The built-in roles, and that one has a custom role."""

        OWNER = rights.OWNER, "Owner"
        ADMIN = rights.ADMIN, "Admin"
        USER = rights.USER, "User"
        STAKEHOLDER = rights.STAKEHOLDER, "Stakeholder"
        OBSERVER = rights.OBSERVER, "Observer"
        CUSTOM = "custom", "Custom role"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.EmailField(
        "e-mail",
        max_length=100,
        unique=True,
        error_messages={"unique": "Somebody with this e-mail is here already."},
    )
    full_name = models.CharField(max_length=512)
    role = models.CharField(
        max_length=12, choices=Role, default=Role.USER, db_default=Role.USER.value
    )
    custom_role = models.ForeignKey(
        CustomRole, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    locale = models.CharField(max_length=16, default="en_US", validators=[validate_locale])
    skype_username = models.CharField("Skype user name", max_length=128, blank=True)
    is_verified = models.BooleanField("verified", default=False, db_default=False)
    is_blocked = models.BooleanField("blocked", default=False, db_default=False)
    is_superuser = models.BooleanField(default=False, db_default=False)
    uses_shortcuts = models.BooleanField("single-key shortcuts", default=True, db_default=True)
    session_generation = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_active_at = models.DateTimeField(null=True, blank=True, editable=False)
    search_words = models.GeneratedField(
        expression=SearchWords(), output_field=SearchVectorField(), db_persist=True
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        verbose_name, verbose_name_plural = "person", "people"
        constraints = [
            models.CheckConstraint(
                condition=Q(username=Lower("username")), name="username_is_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(role="custom", custom_role__isnull=False)
                | (~Q(role="custom") & Q(custom_role__isnull=True)),
                name="custom_role_exactly_when_role_is_custom",
                violation_error_code="role",
                violation_error_message="Choose either a built-in role or a custom one.",
            ),
        ]
        indexes = [
            models.Index(Folded("full_name"), "id", name="people_by_name"),
            models.Index("username", "id", name="people_by_username"),
            models.Index("created_at", "id", name="people_by_joining"),
            models.Index(LastActiveKey(), F("id"), name="people_by_activity"),
            models.Index("role", "id", name="people_by_role"),
            models.Index("id", name="people_not_verified", condition=Q(is_verified=False)),
            models.Index("id", name="people_blocked", condition=Q(is_blocked=True)),
            GinIndex(fields=["search_words"], name="people_by_words"),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} <{self.username}>"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether Django lets this person sign in and stay signed in."""
        return not self.is_blocked

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is tied to: a new password or user name, or blocking, ends them all."""
        salt = "accounts.models.people.User.session"
        value = f"{self.password} {self.username} {self.session_generation}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_staff(self) -> bool:
        """Whether this person may open Django's admin."""
        return self.is_superuser

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Answer Django's admin, which is for superusers only."""
        return self.is_superuser and self.is_active

    def has_module_perms(self, app_label: str) -> bool:
        """Answer Django's admin, which is for superusers only."""
        return self.is_superuser and self.is_active

    def get_full_name(self) -> str:
        """Return the name to greet with."""
        return self.full_name

    @property
    def is_owner(self) -> bool:
        """Whether this person is an owner."""
        return self.role == self.Role.OWNER

    @property
    def runs_the_account(self) -> bool:
        """Whether this person is an owner or admin."""
        return self.role in (self.Role.OWNER, self.Role.ADMIN)

    @property
    def role_name(self) -> str:
        """The name of the role as people know it: "Admin", or the custom role's."""
        return self.custom_role.name if self.custom_role else self.get_role_display()

    @property
    def base_role(self) -> str:
        """The built-in role that this person has, or that their custom role is based on."""
        return self.custom_role.extends if self.custom_role else self.role

    @property
    def rights(self) -> set[str]:
        """The names of the rights this person has."""
        return self.custom_role.rights if self.custom_role else rights.rights_of(self.role)

    def get_absolute_url(self) -> str:
        """Return the address of this person's page."""
        return reverse("accounts:person", args=[self.pk])
