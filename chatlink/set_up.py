"""How each chat system is set up, step by step, with the addresses to copy.

Sources: the systems' own documentation, as far as chat.md §2 has it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from chatlink.models import Integration

TEAM_IDS = {
    "slack": "The workspace’s ID begins with T: open Slack in a browser, it stands in the address.",
    "mattermost": "The team’s ID of 26 letters and digits: System Console › Teams, or the API.",
    "teams-webhook": "The team’s ID, as 19:…@thread.skype: in the link to the team.",
    "teams-bot": "The tenant’s ID: Entra admin centre › Overview.",
    "hipchat": "The group’s number.",
    "stride": "The site’s cloud ID.",
}
STEPS = {
    "slack": (
        "On api.slack.com/apps create an app for your workspace.",
        "Slash Commands › Create New Command: /genie, with the address above as Request URL. "
        "Tick “Escape channels, users, and links”.",
        "Interactivity & Shortcuts: switch it on, with the same address.",
        "OAuth & Permissions: add the bot scope chat:write, then install the app.",
        "Copy the Signing Secret (Basic Information) and the Bot User OAuth Token here.",
        "Invite the bot to the channels that alerts shall be posted to.",
    ),
    "mattermost": (
        "Integrations › Slash Commands › Add: trigger word genie, method POST, the address above "
        "as Request URL. Copy its token here.",
        "Integrations › Bot Accounts: add a bot, and copy its token here.",
        "Add the bot to the channels that alerts shall be posted to.",
    ),
    "teams-webhook": (
        "In the team: Manage team › Apps › Create an outgoing webhook, named genie, with the "
        "address above as Callback URL.",
        "Copy the security token here. People write @genie ack 12; everybody in the thread sees "
        "the answer, so connecting asks for a completion code.",
    ),
    "teams-bot": (
        "In the Azure portal create an Azure Bot, with the address above as messaging endpoint.",
        "Add the Microsoft Teams channel. Copy the app ID and a client secret here.",
        "Install the bot’s app in the teams that use it.",
    ),
    "hipchat": (
        "HipChat was discontinued by its vendor in 2019; this works with servers still running.",
        "Install an add-on with a room_message webhook for ^/genie and the address above, "
        "authentication jwt. Copy its oauthId and secret here.",
    ),
    "stride": (
        "Stride was discontinued by its vendor in 2019; its cloud answers no more.",
        "The address above belongs into the app descriptor as the URL of chat:bot:messages.",
    ),
}


@dataclass(frozen=True, slots=True)
class SetUp:
    """What to do in the chat system, and the address that it has to call."""

    address: str
    steps: tuple[str, ...]


def set_up_of(integration: Integration) -> SetUp:
    """Return how an integration is set up on the chat system's side."""
    path = reverse("chatlink:hook", args=[integration.pk])
    return SetUp(settings.PUBLIC_URL + path, STEPS[integration.adapter])
