"""Schedules, escalations, overrides, calendar feeds: the addresses."""

from django.urls import URLPattern, path

from oncall.views import schedule_windows

app_name = "oncall"
urlpatterns: list[URLPattern] = [
    path("on-call/windows/", schedule_windows.windows, name="windows"),
]
