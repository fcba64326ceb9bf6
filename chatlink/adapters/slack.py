"""Slack: slash commands and buttons. Contract: chat.md §2.1.

The signature is over the raw body and a time. Buttons are answered by a call to the address that
came with them, since Slack shows nothing of what it gets in answer to those.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from slack_sdk.signature import Clock, SignatureVerifier

from chatlink.adapters import calls, plain, proof
from chatlink.adapters.base import Adapter, Field, NotPosted, Posted
from chatlink.messages import Card, Forged, Incoming, Kind, NothingAsked, RawRequest, Reply

PRESSED = "genie"  # what the action ids of our buttons begin with
LONGEST_BLOCK = 3000  # characters, by Slack's reference of blocks
LONGEST_LABEL = 75
LONGEST_TEXT = 30_000
NOT_UNFOLDED = {"unfurl_links": False, "unfurl_media": False}
WRONG_FOR_NOW = {"ratelimited", "internal_error", "fatal_error", "service_unavailable"}


class FixedClock(Clock):
    """The time that we are told, for Slack's own verifier."""

    def __init__(self, now: datetime) -> None:
        self._now = now.timestamp()

    def now(self) -> float:
        """Seconds since 1970."""
        return self._now


class Slack(Adapter):
    """A workspace of Slack, or an organisation of several."""

    name = "slack"
    kind = Kind.SLACK
    label = "Slack"
    can_update = True
    fields = (
        Field("secret", "Signing secret", "Basic Information › App Credentials."),
        Field(
            "bot_token",
            "Bot token",
            "OAuth & Permissions: begins with xoxb-. Needed to post alerts.",
            is_needed=False,
        ),
    )

    @proof.strictly
    def read(self, request: RawRequest, secrets: Mapping[str, str], *, now: datetime) -> Incoming:
        """Prove a request and say what it asks. Raises Forged, NothingAsked."""
        signature = self.verify(request, secrets, now=now)
        form = proof.a_form(request.body)
        return self._pressed(form, signature) if "payload" in form else self._typed(form, signature)

    def verify(self, request: RawRequest, secrets: Mapping[str, str], *, now: datetime) -> str:
        """Return the signature of a request that it proves. Raises Forged, or anything."""
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if not re.fullmatch(r"[0-9]{1,12}", timestamp):
            raise Forged("The time is no number.")
        proof.must_be_fresh(int(timestamp), now)
        verifier = SignatureVerifier(proof.the_secret(secrets), FixedClock(now))
        if not verifier.is_valid(request.body, timestamp, signature):
            raise Forged("The signature is wrong.")
        return signature

    def _typed(self, form: dict[str, str], signature: str) -> Incoming:
        if "ssl_check" in form:
            raise NothingAsked
        return Incoming(
            kind=self.kind,
            chat_team_id=proof.an_id(form.get("team_id")),
            chat_team_name=proof.a_name(form.get("team_domain")),
            chat_user_id=proof.an_id(form.get("user_id")),
            chat_user_name=proof.a_name(form.get("user_name")),
            text=plain.from_slack(form.get("text", "")),
            mentions=plain.mentioned_in_slack(form.get("text", "")),
            once=signature,
            channel_id=proof.a_name(form.get("channel_id")),
            channel_name=proof.a_name(form.get("channel_name")),
        )

    def _pressed(self, form: dict[str, str], signature: str) -> Incoming:
        """In a shared channel who presses may be of another workspace: theirs counts."""
        told = proof.an_object(form["payload"])
        action = proof.at(told, "actions", 0)
        if not str(proof.at(action, "action_id")).startswith(PRESSED):
            raise NothingAsked  # a button that leads somewhere, or none of ours
        team = proof.at(told, "user", "team_id") or proof.at(told, "team", "id")
        is_home = team == proof.at(told, "team", "id")
        return Incoming(
            kind=self.kind,
            chat_team_id=proof.an_id(team),
            chat_team_name=proof.a_name(proof.at(told, "team", "domain")) if is_home else "",
            chat_user_id=proof.an_id(proof.at(told, "user", "id")),
            chat_user_name=proof.a_name(
                proof.at(told, "user", "username") or proof.at(told, "user", "name")
            ),
            text=plain.typed(proof.an_id(proof.at(action, "value"))),
            once=signature,
            channel_id=proof.a_name(proof.at(told, "channel", "id")),
            channel_name=proof.a_name(proof.at(told, "channel", "name")),
            is_button=True,
            message_id=proof.a_name(proof.at(told, "message", "ts")),
            reply_to={"url": str(proof.at(told, "response_url") or "")},
        )

    def render(self, reply: Reply, asked: Incoming | None = None) -> dict[str, Any]:
        """Return the JSON of a reply. Links are shown, not unfolded: a preview would open them."""
        text = plain.cut(escaped(reply.text), LONGEST_TEXT)
        if reply.link:
            text += f"\n{linked(reply.link.url, reply.link.label)}"
        return {
            "response_type": "ephemeral" if reply.is_private else "in_channel",
            "text": text,
            **NOT_UNFOLDED,
        }

    def deliver(
        self, reply: Reply, reply_to: Mapping[str, str], secrets: Mapping[str, str]
    ) -> None:
        """Answer who pressed a button."""
        url = reply_to.get("url", "")
        if not url.startswith(f"{settings.SLACK_HOOKS_URL}/"):
            raise NotPosted("Slack names an address for replies that is not Slack's.")
        calls.call("POST", url, self.render(reply) | {"replace_original": False}, {})

    def post(self, card: Card, channel_id: str, secrets: Mapping[str, str]) -> Posted:
        """Post an alert to a channel. Raises NotPosted, OSError."""
        told = _asked("chat.postMessage", {"channel": channel_id, **_message(card)}, secrets)
        return Posted(str(told.get("channel") or channel_id), str(told.get("ts", "")))

    def update(self, card: Card, posted: Posted, secrets: Mapping[str, str]) -> None:
        """Change a message that stands in a channel. Raises NotPosted, OSError."""
        place = {"channel": posted.channel_id, "ts": posted.message_id}
        _asked("chat.update", {**place, **_message(card)}, secrets)


def escaped(text: str) -> str:
    """Escape the three characters that Slack gives a meaning: else <!channel> calls everybody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def linked(url: str, label: str) -> str:
    """A link with a label, in which neither ends the other."""
    bare = url.replace("|", "%7C").replace(">", "%3E").replace("<", "%3C")
    return f"<{bare.replace('&', '&amp;')}|{escaped(label).replace('|', '¦')}>"


def _message(card: Card) -> dict[str, Any]:
    title = linked(card.url, plain.cut(card.title, 500))
    lines = plain.cut(escaped("\n".join(card.lines)), LONGEST_BLOCK)
    blocks: list[dict[str, Any]] = [_section(f"*{title}*")]
    if lines:
        blocks.append(_section(lines))
    if card.buttons:
        blocks.append({"type": "actions", "elements": _buttons(card)})
    attachment = {
        "color": plain.COLOURS[card.colour],
        "fallback": escaped(card.title),
        "blocks": blocks,
    }
    return {"text": "", "attachments": [attachment], **NOT_UNFOLDED}


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _buttons(card: Card) -> list[dict[str, Any]]:
    return [
        {
            "type": "button",
            "action_id": f"{PRESSED}-{place}",
            "text": {"type": "plain_text", "text": plain.cut(button.label, LONGEST_LABEL)},
            "value": button.command,
            **({"style": "primary"} if button.is_main else {}),
        }
        for place, button in enumerate(card.buttons)
    ]


def _asked(method: str, body: dict[str, Any], secrets: Mapping[str, str]) -> dict[str, Any]:
    """Slack says 200 to everything; what became of it stands in the answer."""
    headers = calls.bearer(secrets.get("bot_token", ""))
    told = calls.call("POST", f"{settings.SLACK_API_URL}/{method}", body, headers)
    error = proof.a_name(told.get("error")) or "no answer that can be read"
    if told.get("ok") is True:
        return told
    if error in WRONG_FOR_NOW:
        raise OSError(f"Slack: {error}.")
    raise NotPosted(f"Slack: {error}.")
