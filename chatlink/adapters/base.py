"""What every adapter is: one chat system's way of proving, saying and showing."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from chatlink.messages import Card, Incoming, Kind, RawRequest, Reply

FRESH_FOR = 300  # seconds: what is older, or so far ahead, is refused


@dataclass(frozen=True, slots=True)
class Field:
    """A credential or setting of an integration, for the form and the command line.

    `goes_to` is the field with the address that a secret is sent to.
    """

    name: str
    label: str
    hint: str = ""
    is_secret: bool = True
    is_needed: bool = True
    goes_to: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands in a channel: what it takes to change it."""

    channel_id: str
    message_id: str


class NotPosted(Exception):
    """The chat system refused a message for good, in its own words."""


class Adapter(ABC):
    """One chat system. `name` is what the command line and the database call it."""

    name: ClassVar[str]
    kind: ClassVar[Kind]
    label: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]
    can_post: ClassVar[bool] = True
    can_update: ClassVar[bool] = False
    replies_are_public: ClassVar[bool] = False
    answers_at_once: ClassVar[bool] = True  # else a reply goes by `deliver`, from a job
    repeats_itself: ClassVar[bool] = False  # it sends a request again when no answer comes soon

    @abstractmethod
    def read(self, request: RawRequest, secrets: Mapping[str, str], *, now: datetime) -> Incoming:
        """Prove a request and say what it asks.

        `secrets` are an integration's credentials, with its `chat_team` and `hook_url`. Raises
        Forged, whatever is wrong with the request, and NothingAsked. With a `reply_to` in what
        it returns, the reply goes by `deliver`.
        """

    @abstractmethod
    def render(self, reply: Reply, asked: Incoming | None = None) -> dict[str, Any]:
        """Return the JSON with which the request is answered."""

    def post(self, card: Card, channel_id: str, secrets: Mapping[str, str]) -> Posted:
        """Post an alert to a channel. Raises NotPosted, or OSError for what may go well later."""
        raise NotPosted(f"{self.label} takes no messages from Muster.")

    def update(self, card: Card, posted: Posted, secrets: Mapping[str, str]) -> None:
        """Change a message that stands in a channel. Raises as `post`."""
        raise NotPosted(f"{self.label} lets no message be changed.")

    def deliver(
        self, reply: Reply, reply_to: Mapping[str, str], secrets: Mapping[str, str]
    ) -> None:
        """Reply by a call of its own, for a system that takes none in its answer.

        `reply_to` is what the Incoming said of it. Raises as `post`.
        """
        raise NotPosted(f"{self.label} is answered at once.")
