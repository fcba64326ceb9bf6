"""Teams and who is in them."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """The floor above accounts."""

    name = "teams"
