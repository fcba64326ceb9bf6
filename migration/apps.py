"""The move of the account to an Atlassian site, and who has arrived there."""

from django.apps import AppConfig


class MigrationConfig(AppConfig):
    """The floor beside: it sees accounts and teams."""

    name = "migration"

    def ready(self) -> None:
        """Listen to what becomes of people, and make the move known to the floors below."""
        from migration import receivers  # noqa: F401  receivers register themselves
        from migration.joining import register_all

        register_all()
