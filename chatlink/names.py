"""What people and teams of a chat system are called in sentences."""

from accounts.models import User
from chatlink.messages import Kind
from chatlink.models import ChatAccount, ChatTeam
from common.text import one_line

WITH_HANDLES = {Kind.SLACK, Kind.MATTERMOST, Kind.HIPCHAT}
ICONS = {Kind.SLACK: "brand-slack", Kind.TEAMS: "brand-teams"}


def handle(kind: str, name: str, chat_user_id: str) -> str:
    """Return "@ben" where the system has handles, else the name; the id where there is none."""
    plain = one_line(name, 200)
    if not plain:
        return one_line(chat_user_id, 200)
    return f"@{plain.removeprefix('@')}" if kind in WITH_HANDLES and " " not in plain else plain


def team_name(team: ChatTeam) -> str:
    """Return the name of a chat team, or its id while the name is not known."""
    return one_line(team.name, 200) or team.external_id


def icon_of(kind: str) -> str:
    """Return the icon of a chat system."""
    return ICONS.get(Kind(kind), "message-circle")


def account_name(account: ChatAccount) -> str:
    """Return "Slack @ben (acme.slack.com)"."""
    team = account.chat_team
    shown = handle(team.kind, account.chat_user_name, account.chat_user_id)
    return f"{team.get_kind_display()} {shown} ({team_name(team)})"


def actor_name(kind: Kind, shown: str, person: User | None) -> str:
    """Return "Ben Member (Slack @ben)", or "Slack @bob (not connected)"."""
    there = f"{kind.label} {shown}"
    return f"{person.full_name} ({there})" if person else f"{there} (not connected)"
