"""Which way an alert goes."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """The floor above on-call."""

    name = "routing"

    def ready(self) -> None:
        """Make rules known to the floors below: the team's tab, what goes with a team, uses."""
        from routing import receivers  # noqa: F401  receivers register themselves
        from routing.joining import register_all

        register_all()
