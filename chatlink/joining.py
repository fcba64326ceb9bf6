"""What chat brings to the floors below."""

from accounts import profile_sections, settings_tabs
from accounts.losses import LOSSES
from accounts.settings_tabs import Tab
from chatlink.profile import chat_accounts


def register_all() -> None:
    """Make chat known below. Called once, when the app is ready."""
    where = "chatlink:integrations"
    tab = Tab("integrations", "Integrations", where, lambda actor: actor.runs_the_account)
    settings_tabs.register(tab)
    profile_sections.register("chatlink/profile.html", chat_accounts, order=20)
    LOSSES.register("chat account", "chat accounts", lambda one: one.chat_accounts.count())
