"""Mattermost: slash commands, proved by their token, and buttons. Contract: chat.md §2.6.

What a button sends carries no credential but the context that we gave the button, which
Mattermost keeps to itself: so it is a token of ours, for one command in one channel.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chatlink.adapters import calls, plain, proof
from chatlink.adapters import mattermost_buttons as buttons
from chatlink.adapters.base import Adapter, Field, NotPosted, Posted
from chatlink.messages import Card, Forged, Incoming, Kind, RawRequest, Reply

LONGEST_TEXT = 16_000  # characters; Mattermost takes 16,383
MARKDOWN = re.compile(r"[\\`*\[\]<>|~]|(?<![^\W_])_|_(?![^\W_])|^[#+-]", re.M)


class Mattermost(Adapter):
    """A team of a Mattermost server."""

    name = "mattermost"
    kind = Kind.MATTERMOST
    label = "Mattermost"
    can_update = True
    fields = (
        Field("secret", "Command token", "It is shown when the slash command was added."),
        Field(
            "url",
            "Mattermost URL",
            "https://chat.example.com. Needed to post alerts.",
            is_secret=False,
            is_needed=False,
        ),
        Field(
            "bot_token",
            "Bot token",
            "Integrations › Bot Accounts. Needed to post alerts.",
            is_needed=False,
            goes_to="url",
        ),
    )

    @proof.strictly
    def read(self, request: RawRequest, secrets: Mapping[str, str], *, now: datetime) -> Incoming:
        """Prove a request and say what it asks. Raises Forged."""
        if request.headers.get("content-type", "").startswith("application/json"):
            return self._pressed(request, secrets, now)
        form = proof.a_form(request.body)
        self.verify(request, form, secrets)
        return self._incoming(form, plain.typed(form.get("text", "")), request.body, now)

    def verify(
        self, request: RawRequest, form: Mapping[str, str], secrets: Mapping[str, str]
    ) -> None:
        """Raise Forged unless the token is there, and right wherever it is.

        Mattermost puts another credential into the header where an outgoing OAuth connection
        is set up; then the token is in the form alone.
        """
        in_header = proof.credential(request.headers.get("authorization", ""), "token")
        given = [token for token in (in_header, form.get("token", "")) if token]
        ours = proof.the_secret(secrets)
        if not given or not all(proof.same(token, ours) for token in given):
            raise Forged("The token is wrong.")

    def _pressed(self, request: RawRequest, secrets: Mapping[str, str], now: datetime) -> Incoming:
        told = proof.an_object(request.body)
        token = str(proof.at(told, "context", "genie"))
        command = buttons.command_of(token, str(told.get("channel_id")), secrets, now=now)
        return self._incoming(told, command, request.body, now, True)

    def _incoming(
        self,
        told: Mapping[str, Any],
        text: str,
        body: bytes,
        now: datetime,
        is_button: bool = False,
    ) -> Incoming:
        trigger = proof.a_name(told.get("trigger_id"))
        if (sent_at := _sent_at(str(told.get("trigger_id", "")))) is not None:
            proof.must_be_fresh(sent_at, now)
        return Incoming(
            kind=self.kind,
            chat_team_id=proof.an_id(told.get("team_id")),
            chat_team_name=proof.a_name(told.get("team_domain")),
            chat_user_id=proof.an_id(told.get("user_id")),
            chat_user_name=proof.a_name(told.get("user_name")),
            text=text,
            once=str(told["trigger_id"]) if trigger else hashlib.sha256(body).hexdigest(),
            channel_id=proof.a_name(told.get("channel_id")),
            channel_name=proof.a_name(told.get("channel_name")),
            is_button=is_button,
            message_id=proof.a_name(told.get("post_id")),
        )

    def render(self, reply: Reply, asked: Incoming | None = None) -> dict[str, Any]:
        """Return the JSON of a reply, in Markdown that shows what was said as it was said."""
        text = plain.cut(escaped(reply.text), LONGEST_TEXT)
        if reply.link:
            text += f"\n{linked(reply.link.url, reply.link.label)}"
        if asked and asked.is_button:
            return {"ephemeral_text": text, "skip_slack_parsing": True}
        return {
            "response_type": "ephemeral" if reply.is_private else "in_channel",
            "text": text,
            "skip_slack_parsing": True,
        }

    def post(self, card: Card, channel_id: str, secrets: Mapping[str, str]) -> Posted:
        """Post an alert to a channel. Raises NotPosted, OSError.

        `secrets["hook_url"]` is the address that buttons call; without it there are none.
        """
        body = {"channel_id": channel_id, "message": "", **_message(card, channel_id, secrets)}
        told = _asked("POST", "posts", body, secrets)
        return Posted(channel_id, str(told.get("id", "")))

    def update(self, card: Card, posted: Posted, secrets: Mapping[str, str]) -> None:
        """Change a message that stands in a channel. Raises NotPosted, OSError."""
        path = f"posts/{calls.segment(posted.message_id)}/patch"
        _asked("PUT", path, _message(card, posted.channel_id, secrets), secrets)


def escaped(text: str) -> str:
    """Break Markdown and mentions: @all calls nobody, and [this](there) leads nowhere."""
    return MARKDOWN.sub(r"\\\g<0>", plain.without_mentions(text))


def linked(url: str, label: str) -> str:
    """A link with a label."""
    bare = url.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
    return f"[{escaped(label)}]({bare.replace(' ', '%20')})"


def _sent_at(trigger_id: str) -> float | None:
    """When a request was made, in seconds since 1970, if Mattermost's trigger says so."""
    try:
        parts = base64.b64decode(trigger_id, validate=True).decode().split(":")
        return int(parts[2]) / 1000 if len(parts) == 4 else None
    except ValueError:
        return None


def _message(card: Card, channel_id: str, secrets: Mapping[str, str]) -> dict[str, Any]:
    text = "\n".join([f"**{linked(card.url, card.title)}**", *map(escaped, card.lines)])
    attachment = {
        "fallback": plain.without_mentions(card.title),
        "color": plain.COLOURS[card.colour],
        "text": plain.cut(text, LONGEST_TEXT),
        "actions": buttons.actions(card.buttons, channel_id, secrets),
    }
    return {"props": {"attachments": [attachment]}}


def _asked(
    method: str, path: str, body: dict[str, Any], secrets: Mapping[str, str]
) -> dict[str, Any]:
    base = secrets.get("url", "").rstrip("/")
    if not base:
        raise NotPosted("The integration has no Mattermost URL.")
    return calls.call(
        method, f"{base}/api/v4/{path}", body, calls.bearer(secrets.get("bot_token", ""))
    )
