"""Schedules, escalations, overrides, calendar feeds: the addresses."""

from django.urls import URLPattern

app_name = "oncall"
urlpatterns: list[URLPattern] = []
