"""Who is on call, and who comes next."""

from django.apps import AppConfig


class OncallConfig(AppConfig):
    """The floor above teams."""

    name = "oncall"
    verbose_name = "On-call"
