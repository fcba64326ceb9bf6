"""What chat brings to the floors below."""

from accounts import losses as of_people
from accounts import people_search, profile_sections, settings_tabs
from accounts.settings_tabs import Tab
from chatlink.marks import connected
from chatlink.profile import chat_accounts
from teams.losses import LOSSES


def register_all() -> None:
    """Make chat known below. Called once, when the app is ready."""
    where = "chatlink:integrations"
    tab = Tab("integrations", "Integrations", where, lambda actor: actor.runs_the_account)
    settings_tabs.register(tab)
    profile_sections.register("chatlink/profile.html", chat_accounts, order=20)
    people_search.register("chat", connected, describe="chat:linked")
    of_people.LOSSES.register(
        "chat account", "chat accounts", lambda person: person.chat_accounts.count()
    )
    words = ("chat integration", "chat integrations")
    LOSSES.register(*words, lambda team: team.chat_integrations.count())
