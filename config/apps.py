"""The top floor: settings, URLs, the embedded database, the commands of an installation."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Gives the commands of an installation a home."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        """Tell the log what the demo writes into it."""
        from config import demo  # noqa: F401  its words for the log register themselves
