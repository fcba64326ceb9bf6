"""The JSON APIs."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The floor above alerts: translates, and does nothing else."""

    name = "api"

    def ready(self) -> None:
        """Join the pages of lower floors."""
        from api.joining import register_all

        register_all()
