"""HipChat: messages of a room with a token of the add-on. Contract: chat.md §2.4.

The token does not cover the body, so what both say must agree. An installation belongs to one
group, which no request names: it is the one that the integration was set up for.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from chatlink.adapters import calls, plain, proof
from chatlink.adapters.base import Adapter, Field, Posted
from chatlink.messages import Card, Forged, Incoming, Kind, NothingAsked, RawRequest, Reply

LEEWAY = 15  # seconds
SCOPE, TOKEN_PATH = "send_notification", "/v2/oauth/token"
LONGEST_TEXT = 9_000  # characters; HipChat takes 10,000
FILLED_IN = "Leave it empty: HipChat fills it in when it installs the add-on."
COLOURS = {"bad": "red", "warn": "yellow", "ok": "green", "calm": "gray"}


class HipChat(Adapter):
    """A group of HipChat."""

    name = "hipchat"
    kind = Kind.HIPCHAT
    label = "HipChat"
    replies_are_public = True
    fields = (
        Field("secret", "OAuth secret", FILLED_IN, is_needed=False),
        Field("oauth_id", "OAuth ID", FILLED_IN, is_secret=False, is_needed=False),
    )

    @proof.strictly
    def read(self, request: RawRequest, secrets: Mapping[str, str], *, now: datetime) -> Incoming:
        """Prove a request and say what it asks. Raises Forged, NothingAsked."""
        claims = self.verify(request, secrets, now=now)
        told = proof.an_object(request.body)
        message, room = proof.at(told, "item", "message"), proof.at(told, "item", "room")
        user_id = proof.an_id(proof.at(message, "from", "id"))
        room_id = proof.an_id(proof.at(room, "id"))
        if proof.an_id(claims["sub"]) != user_id:
            raise Forged("The token is of another user.")
        if proof.an_id(proof.at(claims, "context", "room_id")) != room_id:
            raise Forged("The token is of another room.")
        text = plain.after_genie(str(proof.at(message, "message") or ""))
        if told.get("event") != "room_message" or text is None:
            raise NothingAsked
        return Incoming(
            kind=self.kind,
            chat_team_id=proof.an_id(secrets.get("chat_team") or claims["iss"]),
            chat_team_name="",
            chat_user_id=user_id,
            chat_user_name=proof.a_name(
                proof.at(message, "from", "mention_name") or proof.at(message, "from", "name")
            ),
            text=text,
            once=proof.an_id(claims["jti"]),
            channel_id=room_id,
            channel_name=proof.a_name(proof.at(room, "name")),
            is_private=False,
        )

    def verify(
        self, request: RawRequest, secrets: Mapping[str, str], *, now: datetime
    ) -> dict[str, Any]:
        """Return the claims of a request's token. Raises Forged, or anything.

        A body that names the add-on is no proof: without a token there is none.
        """
        in_header = proof.credential(request.headers.get("authorization", ""), "jwt")
        token = request.query.get("signed_request") or in_header
        claims = proof.claims_of(
            token,
            proof.the_secret(secrets),
            "HS256",
            needs=("iat", "iss", "sub", "jti"),
            leeway=LEEWAY,
            now=now,
        )
        if not proof.same(str(claims["iss"]), proof.the_secret(secrets, "oauth_id")):
            raise Forged("The token is of another add-on.")
        proof.must_be_fresh(claims["iat"], now)
        return claims

    def render(self, reply: Reply, asked: Incoming | None = None) -> dict[str, Any]:
        """Return the notification that a reply is. The whole room sees it."""
        said = reply.text
        if reply.link:
            said += f"\n{reply.link.label}: {reply.link.url}"
        return _notification(said, "yellow")

    def post(self, card: Card, channel_id: str, secrets: Mapping[str, str]) -> Posted:
        """Post an alert to a room. Raises NotPosted, OSError."""
        said = "\n".join([card.title, *card.lines, card.url])
        url = f"{settings.HIPCHAT_URL}/v2/room/{calls.segment(channel_id)}/notification"
        pair = (secrets.get("oauth_id", ""), secrets.get("secret", ""))
        form = {"grant_type": "client_credentials", "scope": SCOPE}
        token = calls.TOKENS.by_form(f"{settings.HIPCHAT_URL}{TOKEN_PATH}", form, pair)
        calls.call("POST", url, _notification(said, COLOURS[card.colour]), calls.bearer(token))
        return Posted(channel_id, "")


def _notification(said: str, colour: str) -> dict[str, Any]:
    """As text, not HTML; and a text that begins with a slash would be a command of HipChat's."""
    text = plain.cut(plain.without_mentions(said), LONGEST_TEXT)
    if text.startswith("/"):
        text = plain.ZERO_WIDTH_SPACE + text
    return {"color": colour, "message": text, "message_format": "text", "notify": False}
