"""On-call in Django's admin, to look at: its own pages change it."""

from django.contrib import admin

from accounts.admin.base import Looking, LookingInline
from oncall.models import (
    CalendarFeed,
    Escalation,
    EscalationRule,
    Override,
    Participant,
    Rotation,
    Schedule,
)


class RotationInline(LookingInline):
    """The rotations of a schedule."""

    model = Rotation
    fields = readonly_fields = ("name", "kind", "length", "starts_at", "ends_at")


class ParticipantInline(LookingInline):
    """Who takes turns in a rotation."""

    model = Participant
    fields = readonly_fields = ("position", "kind", "user", "team")


class EscalationRuleInline(LookingInline):
    """The steps of an escalation."""

    model = EscalationRule
    fields = readonly_fields = ("position", "delay_minutes", "condition", "notify_type", "kind")


@admin.register(Schedule)
class ScheduleAdmin(Looking):
    """Schedules."""

    list_display = ("name", "team", "time_zone", "is_enabled", "created_at")
    list_filter = ("is_enabled", "created_at")
    list_select_related = ("team",)
    search_fields = ("name",)
    inlines = (RotationInline,)


@admin.register(Rotation)
class RotationAdmin(Looking):
    """Rotations."""

    list_display = ("name", "schedule", "kind", "length", "starts_at", "ends_at")
    list_filter = ("kind",)
    list_select_related = ("schedule",)
    search_fields = ("name", "schedule__name")
    inlines = (ParticipantInline,)


@admin.register(Override)
class OverrideAdmin(Looking):
    """Overrides."""

    list_display = ("user", "schedule", "starts_at", "ends_at", "created_at")
    list_filter = ("starts_at",)
    list_select_related = ("user", "schedule")
    search_fields = ("user__username", "schedule__name")


@admin.register(Escalation)
class EscalationAdmin(Looking):
    """Escalations."""

    list_display = ("name", "team", "repeat_after_minutes", "repeat_count", "created_at")
    list_select_related = ("team",)
    search_fields = ("name",)
    inlines = (EscalationRuleInline,)


@admin.register(CalendarFeed)
class CalendarFeedAdmin(Looking):
    """Calendar addresses, without what is secret in them."""

    secrets = ("generation",)
    list_display = ("user", "schedule", "created_at", "last_read_at")
    list_select_related = ("user", "schedule")
    search_fields = ("user__username", "schedule__name")
