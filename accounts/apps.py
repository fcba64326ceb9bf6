"""People, keys, actors, the log, one-time links."""

from django.apps import AppConfig

from common import places
from common.places import Place, who_runs_the_account


class AccountsConfig(AppConfig):
    """The floor that everything else stands on."""

    name = "accounts"

    def ready(self) -> None:
        """Listen to what allauth tells, and put this floor's places into the sidebar."""
        from accounts import receivers  # noqa: F401  they register themselves
        from accounts.permissions import can_only_see_log, can_see_configuration

        who = who_runs_the_account
        places.register(Place("people", "People", "users", "accounts:people", "p", who, 20))
        settings = ("settings", "Settings", "settings")
        places.register(Place(*settings, "accounts:account", "s", can_see_configuration, 90))
        places.register(Place(*settings, "accounts:log", "s", can_only_see_log, 90))
