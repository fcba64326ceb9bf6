"""Alerts, their log, and telling people."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """The floor above routing."""

    name = "alerts"

    def ready(self) -> None:
        """Listen to what happens to alerts, and make them known to the floors below."""
        from alerts import receivers  # noqa: F401  receivers register themselves
        from alerts.joining import register_all

        register_all()
