"""Alerts, their log, and telling people."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """The floor above routing."""

    name = "alerts"
