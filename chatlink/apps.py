"""Chat systems: who is linked to which chat account, and what is asked and told there."""

from django.apps import AppConfig


class ChatlinkConfig(AppConfig):
    """The floor above alerts."""

    name = "chatlink"

    def ready(self) -> None:
        """Listen to what happens to alerts, and make chat known to the floors below."""
        from chatlink import receivers  # noqa: F401  receivers register themselves
        from chatlink.joining import register_all

        register_all()
