"""Schedules, escalations, overrides, calendar feeds: the addresses."""

from django.urls import URLPattern, path

from oncall.views import (
    escalation_edit,
    escalations,
    feeds,
    overrides,
    schedule,
    schedule_me,
    schedule_rotations,
    schedule_team,
    schedule_windows,
    schedules,
)

_ESCALATIONS = "on-call/escalations/"
_ESCALATION = f"{_ESCALATIONS}<uuid:pk>/"
_SCHEDULES = "on-call/schedules/"
_SCHEDULE = f"{_SCHEDULES}<uuid:schedule_id>/"
_ROTATION = f"{_SCHEDULE}rotations/<uuid:rotation_id>/"
_OVERRIDE = f"{_SCHEDULE}overrides/<uuid:override_id>/"

app_name = "oncall"
urlpatterns: list[URLPattern] = [
    path("on-call/", schedules.on_call, name="on_call"),
    path("on-call/me/", schedule_me.on_call_me, name="on_call_me"),
    path("on-call/calendar/", feeds.own_feed_make, name="own_feed_make"),
    path("on-call/feeds/<uuid:feed_id>/<str:token>.ics", feeds.feed, name="feed"),
    path("teams/<uuid:team_id>/on-call/", schedule_team.team_on_call, name="team_on_call"),
    path(f"{_SCHEDULES}new/", schedules.schedule_new, name="schedule_new"),
    path(_SCHEDULE, schedule.schedule, name="schedule"),
    path(f"{_SCHEDULE}edit/", schedules.schedule_edit, name="schedule_edit"),
    path(f"{_SCHEDULE}delete/", schedules.schedule_delete, name="schedule_delete"),
    path(f"{_SCHEDULE}calendar/", feeds.feed_make, name="feed_make"),
    path(f"{_SCHEDULE}people/", schedule_rotations.participant_suggestions, name="suggestions"),
    path(f"{_SCHEDULE}participants/", schedule_rotations.participants, name="participants"),
    path(f"{_SCHEDULE}rotations/new/", schedule_rotations.rotation_new, name="rotation_new"),
    path(_ROTATION, schedule_rotations.rotation_edit, name="rotation_edit"),
    path(f"{_ROTATION}remove/", schedule_rotations.rotation_remove, name="rotation_remove"),
    path(f"{_ROTATION}move/", schedule_rotations.rotation_move, name="rotation_move"),
    path(f"{_SCHEDULE}overrides/new/", overrides.override_new, name="override_new"),
    path(_OVERRIDE, overrides.override_edit, name="override_edit"),
    path(f"{_OVERRIDE}remove/", overrides.override_remove, name="override_remove"),
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
