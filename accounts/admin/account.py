"""The account in Django's admin: roles, keys, links, copyings, the log."""

from django.contrib import admin

from accounts import models
from accounts.admin.base import Looking


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


@admin.register(models.AuditEntry)
class AuditEntryAdmin(Looking):
    """The log, which only grows."""

    list_display = ("at", "actor_name", "via", "verb", "target_name", "target_kind")
    list_filter = ("via", "target_kind")
    search_fields = ("actor_name", "target_name", "verb")
    ordering = ("-at", "-id")
    date_hierarchy = "at"
