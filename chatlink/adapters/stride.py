"""Stride: mentions of the app, with a token of its client secret. Contract: chat.md §2.5.

Its cloud is closed; this follows what its vendor published. The secret is the app's, for all
sites: the site stands in the token. Replies go by calls, and Stride asks again when no answer
comes soon.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from chatlink.adapters import calls, plain, proof
from chatlink.adapters.base import Adapter, Field, NotPosted, Posted
from chatlink.messages import Card, Forged, Incoming, Kind, Link, RawRequest, Reply

LEEWAY = 15  # seconds
LONGEST_TEXT = 9_000  # characters


class Stride(Adapter):
    """A site of Stride."""

    name = "stride"
    kind = Kind.STRIDE
    label = "Stride"
    answers_at_once = False
    repeats_itself = True
    fields = (
        Field("secret", "Client secret", "Of the app."),
        Field("client_id", "Client ID", "Of the app.", is_secret=False),
    )

    @proof.strictly
    def read(self, request: RawRequest, secrets: Mapping[str, str], *, now: datetime) -> Incoming:
        """Prove a request and say what it asks. Raises Forged."""
        claims = self.verify(request, secrets, now=now)
        told = proof.an_object(request.body)
        site = proof.an_id(proof.at(claims, "context", "cloudId"))
        place = proof.an_id(proof.at(claims, "context", "resourceId"))
        user_id = proof.an_id(claims["sub"])
        senders = (proof.at(told, "sender", "id"), proof.at(told, "message", "sender", "id"))
        if set(senders) != {user_id}:
            raise Forged("The token is of another user.")
        if told.get("cloudId") != site or proof.at(told, "conversation", "id") != place:
            raise Forged("The token is of another site or conversation.")
        _must_be_fresh(claims, told, now)
        return Incoming(
            kind=self.kind,
            chat_team_id=site,
            chat_team_name="",
            chat_user_id=user_id,
            chat_user_name=proof.a_name(
                proof.at(told, "sender", "name") or proof.at(told, "sender", "displayName")
            ),
            text=_text(proof.at(told, "message")),
            once=proof.an_id(proof.at(told, "message", "id")),
            channel_id=place,
            channel_name=proof.a_name(proof.at(told, "conversation", "name")),
            reply_to={"site": site, "conversation": place, "user": user_id},
        )

    def verify(
        self, request: RawRequest, secrets: Mapping[str, str], *, now: datetime
    ) -> dict[str, Any]:
        """Return the claims of a request's token. Raises Forged, or anything."""
        in_header = proof.credential(request.headers.get("authorization", ""), "bearer")
        token = in_header or request.query.get("jwt", "")
        key = proof.the_secret(secrets)
        return proof.claims_of(
            token, key, "HS256", needs=("sub", "context"), leeway=LEEWAY, now=now
        )

    def render(self, reply: Reply, asked: Incoming | None = None) -> dict[str, Any]:
        """Return the document that a reply is."""
        return _document(reply.text, reply.link)

    def deliver(
        self, reply: Reply, reply_to: Mapping[str, str], secrets: Mapping[str, str]
    ) -> None:
        """Answer by a call; what is private goes to the sender alone."""
        where = calls.segment(reply_to.get("conversation", ""))
        if reply.is_private:
            where = f"user/{calls.segment(reply_to.get('user', ''))}"
        _send(reply_to.get("site", ""), where, self.render(reply), secrets)

    def post(self, card: Card, channel_id: str, secrets: Mapping[str, str]) -> Posted:
        """Post an alert to a conversation. Raises NotPosted, OSError."""
        said = _document("\n".join(card.lines), Link(card.title, card.url), link_first=True)
        told = _send(secrets.get("chat_team", ""), calls.segment(channel_id), said, secrets)
        return Posted(channel_id, str(told.get("id", "")))


def _must_be_fresh(claims: dict[str, Any], told: dict[str, Any], now: datetime) -> None:
    """By the token's time; a token without one is as old as its message says."""
    made_at = claims.get("iat")
    if made_at is None:
        made_at = proof.moment(proof.at(told, "message", "ts"))
    proof.must_be_fresh(made_at, now)


def _text(message: Any) -> str:
    """Return what was said, without the mention that it begins with."""
    paragraphs = proof.at(message, "body", "content")
    nodes = [
        node
        for paragraph in (paragraphs if isinstance(paragraphs, list) else [])
        for node in [*(proof.at(paragraph, "content") or []), {"type": "hardBreak"}]
    ]
    if proof.at(nodes, 0, "type") == "mention":
        nodes = nodes[1:]
    said = plain.typed("".join(map(_node_text, nodes)))
    after = plain.after_genie(said)
    return said if after is None else after


def _node_text(node: Any) -> str:
    if proof.at(node, "type") == "hardBreak":
        return "\n"
    text = proof.at(node, "text") or proof.at(node, "attrs", "text")
    return text if isinstance(text, str) else ""


def _document(text: str, link: Link | None, *, link_first: bool = False) -> dict[str, Any]:
    """A document of Atlassian's format: its texts are plain, whatever stands in them."""
    rows: list[dict[str, Any]] = [
        {"type": "text", "text": line}
        for line in plain.cut(text, LONGEST_TEXT).splitlines()
        if line
    ]
    if link:
        mark = {"type": "link", "attrs": {"href": link.url}}
        linked = {"type": "text", "text": link.label, "marks": [mark]}
        rows = [linked, *rows] if link_first else [*rows, linked]
    content = [{"type": "paragraph", "content": [row]} for row in rows]
    return {"body": {"version": 1, "type": "doc", "content": content}}


def _send(
    site: str, where: str, body: dict[str, Any], secrets: Mapping[str, str]
) -> dict[str, Any]:
    if not site:
        raise NotPosted("The integration does not say which site of Stride it is for.")
    base = settings.STRIDE_URL
    credentials = {
        "grant_type": "client_credentials",
        "client_id": secrets.get("client_id", ""),
        "client_secret": secrets.get("secret", ""),
    }
    token = calls.TOKENS.by_json(f"{base}/oauth/token", credentials)
    url = f"{base}/site/{calls.segment(site)}/conversation/{where}/message"
    return calls.call("POST", url, body, calls.bearer(token))
