"""People, keys, actors, the log, one-time links."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The floor that everything else stands on."""

    name = "accounts"

    def ready(self) -> None:
        from accounts import signals_in  # noqa: F401  receivers register themselves
