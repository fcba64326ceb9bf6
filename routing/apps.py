"""Which way an alert goes."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """The floor above on-call."""

    name = "routing"
