"""The top floor: settings, URLs, the embedded database, the commands of an installation."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Gives the commands of an installation a home."""

    name = "config"
    label = "config"
