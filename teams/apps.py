"""Teams and who is in them."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """The floor above accounts."""

    name = "teams"

    def ready(self) -> None:
        """Make teams known to the floors below: sidebar, search, CSV files, copying, deleting."""
        from teams import receivers  # noqa: F401  receivers register themselves
        from teams.joining import register_all

        register_all()
