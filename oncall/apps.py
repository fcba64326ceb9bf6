"""Who is on call, and who comes next."""

from django.apps import AppConfig


class OncallConfig(AppConfig):
    """The floor above teams."""

    name = "oncall"
    verbose_name = "On-call"

    def ready(self) -> None:
        """Listen to the floors below, and make on-call known there."""
        from oncall import receivers  # noqa: F401  receivers register themselves
        from oncall.joining import register_all

        register_all()
