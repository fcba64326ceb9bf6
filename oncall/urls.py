"""Schedules, escalations, overrides, calendar feeds: the addresses."""

from django.urls import URLPattern, path

from oncall.views import escalation_edit, escalations, schedule_windows

_ESCALATIONS = "on-call/escalations/"
_ESCALATION = f"{_ESCALATIONS}<uuid:pk>/"

app_name = "oncall"
urlpatterns: list[URLPattern] = [
    path("on-call/windows/", schedule_windows.windows, name="windows"),
    path(_ESCALATIONS, escalations.escalations, name="escalations"),
    path(f"{_ESCALATIONS}new/", escalation_edit.escalation_new, name="escalation_new"),
    path(
        f"{_ESCALATIONS}suggestions/",
        escalations.escalation_suggestions,
        name="escalation_suggestions",
    ),
    path(_ESCALATION, escalations.escalation, name="escalation"),
    path(f"{_ESCALATION}edit/", escalation_edit.escalation_edit, name="escalation_edit"),
    path(f"{_ESCALATION}delete/", escalations.escalation_delete, name="escalation_delete"),
]
