"""People in Django's admin, and what belongs to them."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from accounts import models, people_search
from accounts.actions.people import update_user
from accounts.actors import Actor
from accounts.admin.base import Looking, LookingInline


class ContactInline(LookingInline):
    """A person's contacts."""

    model = models.Contact
    fields = readonly_fields = ("method", "to", "is_enabled", "disabled_reason", "verified_at")


@admin.register(models.User)
class UserAdmin(Looking):
    """People. Their plain data can be changed here, through the action that logs it."""

    secrets = ("password",)
    plain = ("full_name", "time_zone", "locale", "skype_username", "uses_shortcuts", "is_superuser")
    list_display = (
        "username",
        "full_name",
        "role",
        "custom_role",
        "is_verified",
        "is_blocked",
        "is_superuser",
        "last_active_at",
    )
    list_filter = (
        "role",
        "is_verified",
        "is_blocked",
        "is_superuser",
        "last_active_at",
        "custom_role",
    )
    list_select_related = ("custom_role",)
    search_fields = ("username", "full_name")
    search_help_text = "Words, or terms as on the people page: role:admin verified:no"
    ordering = ("username",)
    inlines = (ContactInline,)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers may change the plain data."""
        return bool(request.user.is_active and request.user.is_superuser)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """All but the plain data."""
        return [name for name in self.get_fields(request, obj) if name not in self.plain]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search as the people page does, by its index."""
        found, _ = people_search.find(queryset, search_term)
        return found, False

    def save_model(
        self, request: HttpRequest, obj: models.User, form: "ModelForm[Any]", change: bool
    ) -> None:
        """Change a person through the action. Raises PermissionDenied as the pages do."""
        person = models.User.objects.get(pk=obj.pk)
        actor = Actor.of_user(cast(models.User, request.user))
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        update_user(person, by=actor, **values)


@admin.register(models.Contact)
class ContactAdmin(Looking):
    """Ways to reach people."""

    secrets = ("code_hash",)
    list_display = ("to", "method", "user", "is_enabled", "verified_at", "created_at")
    list_filter = ("method", "is_enabled", ("verified_at", admin.EmptyFieldListFilter))
    ordering = ("-pk",)
    list_select_related = ("user",)
    search_fields = ("to", "user__username")


class StepInline(LookingInline):
    """The steps of a rule."""

    model = models.NotificationStep
    fields = readonly_fields = ("contact", "after_minutes", "is_enabled")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.NotificationStep]:
        """The steps with their contacts, in one query."""
        return super().get_queryset(request).select_related("contact")


@admin.register(models.NotificationRule)
class NotificationRuleAdmin(Looking):
    """How people want to be told."""

    list_display = ("name", "user", "action", "is_enabled", "position")
    list_filter = ("action", "is_enabled")
    list_select_related = ("user",)
    search_fields = ("name", "user__username")
    ordering = ("user__username", "action", "position")
    inlines = (StepInline,)


@admin.register(models.Group)
class GroupAdmin(Looking):
    """Groups of people."""

    list_display = ("name", "description")
    search_fields = ("name",)
    ordering = ("name",)


@admin.register(models.GroupMembership)
class GroupMembershipAdmin(Looking):
    """Who is in which group."""

    list_display = ("user", "group")
    list_select_related = ("user", "group")
    search_fields = ("user__username", "group__name")
