"""What was done with alerts, counted."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The floor above chatlink: it reads what those below have written, and writes nothing."""

    name = "reports"

    def ready(self) -> None:
        """Put reports into the sidebar."""
        from reports.joining import register_all

        register_all()
