"""Teams and who is in them."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """The floor above accounts."""

    name = "teams"

    def ready(self) -> None:
        """Make teams known to the floors below: sidebar, search, CSV files, copying, deleting."""
        from teams.joining import register_all

        register_all()
