"""The chat systems that Muster speaks with, by the name that the database keeps."""

from chatlink.adapters.base import Adapter
from chatlink.adapters.hipchat import HipChat
from chatlink.adapters.mattermost import Mattermost
from chatlink.adapters.slack import Slack
from chatlink.adapters.stride import Stride
from chatlink.adapters.teams_bot import TeamsBot
from chatlink.adapters.teams_webhook import TeamsWebhook

_ALL: tuple[type[Adapter], ...] = (Slack, TeamsWebhook, TeamsBot, Mattermost, HipChat, Stride)
ADAPTERS: dict[str, Adapter] = {adapter.name: adapter() for adapter in _ALL}
