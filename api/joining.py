"""What the APIs add to pages of lower floors."""

from accounts import settings_tabs
from accounts.settings_tabs import Tab


def register_all() -> None:
    """Register all of it, once, when the app is ready."""
    settings_tabs.register(Tab("api", "API", "api:v1", lambda actor: actor.runs_the_account))
