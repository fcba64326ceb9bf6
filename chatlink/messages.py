"""What is said in a chat, whichever system it is: what comes in, and what goes out.

An adapter turns a request of its system into an Incoming and a Reply into the JSON that its
system reads; commands know nothing of either. Contract: chat.md §1 and §2.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The chat systems, as people name them."""

    SLACK = "slack"
    TEAMS = "teams"
    HIPCHAT = "hipchat"
    STRIDE = "stride"
    MATTERMOST = "mattermost"

    @property
    def label(self) -> str:
        """The name to show."""
        return LABELS[self]


LABELS = {
    Kind.SLACK: "Slack",
    Kind.TEAMS: "Microsoft Teams",
    Kind.HIPCHAT: "HipChat",
    Kind.STRIDE: "Stride",
    Kind.MATTERMOST: "Mattermost",
}
DISCONTINUED = {Kind.HIPCHAT, Kind.STRIDE}  # by their vendor


@dataclass(frozen=True, slots=True)
class RawRequest:
    """A request as it came. Header names are in lower case; the body is what was signed."""

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes


class Forged(Exception):
    """The request is not proved to come from the chat system. Nobody is told why: 401."""


class NothingAsked(Exception):
    """The request is proved, but nobody asks anything by it: 200, and that is all."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Somebody typed a command, or pressed a button.

    `text` is what stands after /genie ("ack 12"), in plain characters; a button gives the same
    text. `once` is what tells this request from all others: the same again is a replay.
    `is_private`: whether the reply to it is seen by the sender alone.
    """

    kind: Kind
    chat_team_id: str
    chat_team_name: str
    chat_user_id: str
    chat_user_name: str
    text: str
    once: str
    channel_id: str = ""
    channel_name: str = ""
    is_private: bool = True
    is_button: bool = False
    message_id: str = ""  # of the message whose button was pressed
    reply_to: Mapping[str, str] = field(default_factory=dict)  # what posting a reply needs
    mentions: Mapping[str, str] = field(default_factory=dict)  # whose ids "@bob" stands for


@dataclass(frozen=True, slots=True)
class Link:
    """Something to follow."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: it says the same as typing `command` after /genie."""

    label: str
    command: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: lines of plain text, which each adapter escapes for its system.

    `is_private`: whether only who asked may read it, where the system can do that.
    """

    lines: tuple[str, ...]
    link: Link | None = None
    is_private: bool = True

    @property
    def text(self) -> str:
        """All lines as one text."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Card:
    """An alert in a channel: its title leads to its page, and buttons act on it."""

    title: str
    url: str
    lines: tuple[str, ...]
    colour: str  # "bad", "warn", "ok" or "calm"
    buttons: tuple[Button, ...] = ()
