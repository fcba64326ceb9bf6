"""Teams and who is in them."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """The floor above accounts."""

    name = "teams"

    def ready(self) -> None:
        """Bring teams to the pages of people, to search, CSV files and copying."""
        from teams.joining import register_all

        register_all()
