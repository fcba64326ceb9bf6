"""The ground floor: tools without models."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Registers the system checks."""

    name = "common"

    def ready(self) -> None:
        """Register the checks, which `manage.py check` and every start run."""
        from common import checks, policy  # noqa: F401  they register themselves
