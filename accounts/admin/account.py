"""The account in Django's admin: roles, keys, links, copyings, the log."""

from datetime import UTC
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import models
from accounts.actors import Via
from accounts.admin.base import Looking
from accounts.log_reading import LogFilter
from accounts.models.audit import AuditEntryQuerySet


@admin.register(models.Account)
class AccountAdmin(Looking):
    """The organisation."""

    list_display = ("name", "time_zone", "locale")


@admin.register(models.CustomRole)
class CustomRoleAdmin(Looking):
    """Custom roles."""

    list_display = ("name", "extends", "granted", "disallowed")
    list_filter = ("extends",)
    search_fields = ("name",)
    ordering = ("name",)


@admin.register(models.ApiKey)
class ApiKeyAdmin(Looking):
    """API keys, in force and revoked."""

    secrets = ("key_hash",)
    list_display = (
        "name",
        "hint",
        "team",
        "access_words",
        "created_at",
        "last_used_at",
        "revoked_at",
    )
    list_filter = (
        ("revoked_at", admin.EmptyFieldListFilter),
        ("team", admin.EmptyFieldListFilter),
        "may_configure",
    )
    list_select_related = ("team",)
    search_fields = ("name", "hint", "team__name")
    date_hierarchy = "created_at"


@admin.register(models.OneTimeLink)
class OneTimeLinkAdmin(Looking):
    """Invitations and the like. What is in them opens accounts, so it is not shown."""

    secrets = ("token_hash", "data")
    list_display = ("purpose", "user", "issued_by", "created_at", "expires_at", "used_at")
    list_filter = (
        "purpose",
        ("used_at", admin.EmptyFieldListFilter),
        ("revoked_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("user",)
    search_fields = ("user__username", "issued_by")
    date_hierarchy = "created_at"


@admin.register(models.RuleCopy)
class RuleCopyAdmin(Looking):
    """Copyings of notification rules."""

    list_display = ("source", "state", "asked_by", "asked_at", "finished_at")
    list_filter = ("state",)
    list_select_related = ("source",)
    search_fields = ("source__username", "asked_by")
    date_hierarchy = "asked_at"


@admin.register(models.RuleCopyTarget)
class RuleCopyTargetAdmin(Looking):
    """Who got copied rules."""

    list_display = ("user", "copy", "outcome")
    list_filter = ("outcome",)
    list_select_related = ("user", "copy__source")
    search_fields = ("user__username",)


class DoorFilter(admin.SimpleListFilter):
    """The doors, known without reading the whole log."""

    title = parameter_name = "via"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every door."""
        return [(door.value, door.value) for door in Via]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The entries of the chosen door."""
        return queryset.filter(via=self.value()) if self.value() else queryset


@admin.register(models.AuditEntry)
class AuditEntryAdmin(Looking):
    """The log, which only grows."""

    list_display = ("at", "actor_name", "via", "verb", "target_name", "target_kind")
    list_filter = (DoorFilter, "at")
    search_fields = ("actor_name", "target_name", "verb")
    ordering = ("-at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.AuditEntry]:
        """All entries, without the words that only searching needs."""
        return super().get_queryset(request).defer("search_words")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search as the log's page does, by its index."""
        entries = cast(AuditEntryQuerySet, queryset)
        return LogFilter(text=search_term).of(entries, UTC), False
