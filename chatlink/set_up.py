"""How each chat system is set up, step by step, with the addresses to copy.

Sources: the systems' own documentation, as far as chat.md §2 has it.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from chatlink.actions.installing import install_address, is_waiting
from chatlink.adapters import ADAPTERS
from chatlink.models import Integration

TEAM_IDS = {
    "slack": "The workspace’s ID begins with T: open Slack in a browser, it stands in the address.",
    "mattermost": "The team’s ID of 26 letters and digits: System Console › Teams, or the API.",
    "teams-webhook": "The team’s ID, as 19:…@thread.skype: in the link to the team.",
    "teams-bot": "The tenant’s ID: Entra admin centre › Overview.",
    "hipchat": "The group’s number.",
    "stride": "The site’s cloud ID.",
}
# What is done in the chat system first, for the credentials; then with the address.
STEPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "slack": (
        (
            "On api.slack.com/apps create an app for your workspace.",
            "OAuth & Permissions: add the bot scope chat:write, then install the app.",
            "Copy the Signing Secret (Basic Information) and the Bot User OAuth Token.",
        ),
        (
            "Slash Commands › Create New Command: /genie, with the address as Request URL. "
            "Tick “Escape channels, users, and links”.",
            "Interactivity & Shortcuts: switch it on, with the same address as Request URL.",
            "Install App: install it again, so that the command is there.",
            "Invite the bot to the channels that alerts shall be posted to.",
        ),
    ),
    "mattermost": (
        (
            "Integrations › Slash Commands › Add: trigger word genie, method POST, and "
            "{muster} as Request URL for now. Copy its token.",
            "Integrations › Bot Accounts: add a bot, and copy its token.",
        ),
        (
            "Integrations › Slash Commands › genie: put the address in as Request URL.",
            "Add the bot to the channels that alerts shall be posted to.",
        ),
    ),
    "teams-webhook": (
        (
            "In the team: Manage team › Apps › Create an outgoing webhook, named genie, with "
            "{muster} as Callback URL for now.",
            "Copy the security token. It is shown once.",
        ),
        (
            "Edit the outgoing webhook: put the address in as Callback URL.",
            "People write @genie ack 12. Everybody in the thread sees the answer, so connecting "
            "asks for a completion code. For alerts in channels, use the bot instead.",
        ),
    ),
    "teams-bot": (
        (
            "In the Azure portal create an Azure Bot.",
            "Copy the app ID, and a client secret of its app registration.",
        ),
        (
            "Configuration: put the address in as messaging endpoint.",
            "Channels: add Microsoft Teams.",
            "Install the bot’s app in the teams that use it.",
        ),
    ),
    "hipchat": (
        (
            "HipChat was discontinued by its vendor in 2019; this works with servers still "
            "running.",
            "Leave OAuth ID and OAuth secret empty: HipChat fills them in.",
        ),
        (
            "In HipChat: Integrations › Install an integration from a descriptor URL: put the "
            "address in. It works once.",
        ),
    ),
    "stride": (
        (
            "Stride was discontinued by its vendor in 2019; its cloud answers no more.",
            "Copy the app’s client ID and client secret.",
        ),
        ("Put the address into the app descriptor, as url of chat:bot:messages.",),
    ),
}
IN_THE_CLOUD = {"slack", "teams-webhook", "teams-bot", "stride"}
OUT_OF_REACH = (
    "{} calls only https addresses on the internet. People open Muster at {}: "
    "set PUBLIC_URL to an address that {} can reach."
)


@dataclass(frozen=True, slots=True)
class SetUp:
    """What to do in the chat system, and the address that it has to call.

    `problem` says why the chat system can't call it, as far as the address shows that.
    """

    address: str
    steps: tuple[str, ...]
    problem: str


def set_up_of(integration: Integration) -> SetUp:
    """Return how an integration is set up on the chat system's side."""
    address = integration.hook_url
    if integration.adapter == "hipchat" and is_waiting(integration):
        address = install_address(integration)
    steps = [*first_steps(integration.adapter), *STEPS[integration.adapter][1]]
    return SetUp(address, tuple(steps), problem_of(integration.adapter))


def first_steps(adapter: str) -> list[str]:
    """What is done in a chat system before its integration can be added."""
    return [step.format(muster=settings.PUBLIC_URL) for step in STEPS[adapter][0]]


def problem_of(adapter: str) -> str:
    """Why the chat system can't call this Muster, or an empty text."""
    where = urlsplit(settings.PUBLIC_URL)
    is_local = where.hostname in ("localhost", None) or "." not in str(where.hostname)
    if adapter not in IN_THE_CLOUD or (where.scheme == "https" and not is_local):
        return ""
    label = ADAPTERS[adapter].kind.label
    return OUT_OF_REACH.format(label, settings.PUBLIC_URL, label)
