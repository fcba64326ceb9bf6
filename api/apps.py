"""The JSON APIs."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The floor above alerts: translates, and does nothing else."""

    name = "api"
