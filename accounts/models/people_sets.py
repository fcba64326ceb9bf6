"""People, as sets, and how Django's own commands make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

from accounts import rights

if TYPE_CHECKING:
    from accounts.actors import Actor
    from accounts.models.people import User


class UserQuerySet(models.QuerySet["User"]):
    """People, as sets."""

    def visible_to(self, by: Actor) -> UserQuerySet:
        """Everybody for who runs the account; otherwise oneself."""
        if by.runs_the_account:
            return self
        return self.filter(pk=by.user.pk) if by.user else self.none()

    def owners(self) -> UserQuerySet:
        """Owners who can sign in: the ones that the last-owner rule counts."""
        return self.filter(role=rights.OWNER, is_blocked=False)

    def named(self, username: str) -> UserQuerySet:
        """The person of that user name, regardless of case."""
        return self.filter(username=username.strip().lower())


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes people for Django's own commands; the rest goes through accounts.actions."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the person of that user name, regardless of case."""
        found: User = self.get(username=(username or "").strip().lower())
        return found

    def create_superuser(self, username: str, password: str | None = None, **extra: Any) -> User:
        """Make an owner who may also open Django's admin (`manage.py createsuperuser`)."""
        user: User = self.model(username=username.lower(), is_superuser=True, **extra)
        user.role, user.is_verified = rights.OWNER, True
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user
