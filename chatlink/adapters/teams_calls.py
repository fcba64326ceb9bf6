"""What the bot says in Microsoft Teams, by the REST interface of the Bot Framework.

Replies go to the address that came with what was said, if it is of the origin of TEAMS_BOT_URL:
tokens of ours go nowhere else.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from chatlink.adapters import calls, plain, proof
from chatlink.adapters.base import NotPosted, Posted
from chatlink.messages import Card

SCOPE = "https://api.botframework.com/.default"
SHARED_TENANT = "botframework.com"
CARD = "application/vnd.microsoft.card.adaptive"
COLOURS = {"bad": "Attention", "warn": "Warning", "ok": "Good", "calm": "Default"}
LONGEST_LINES = 10_000  # characters
ASK_ALONE = "I cannot write to you alone. Open a chat with me, and ask me there."


def place_of(told: dict[str, Any]) -> dict[str, str]:
    """Return what replying to an activity needs."""
    conversation, data = told.get("conversation"), told.get("channelData")
    tenant = proof.at(data, "tenant", "id") or proof.at(conversation, "tenantId")
    is_personal = proof.at(conversation, "conversationType") == "personal"
    place = {
        "service_url": told.get("serviceUrl"),
        "conversation": proof.at(conversation, "id"),
        "activity": told.get("id"),
        "is_personal": "yes" if is_personal else "",
        "user": proof.at(told, "from", "id"),
        "bot": proof.at(told, "recipient", "id"),
        "tenant": tenant,
    }
    return {name: str(value or "") for name, value in place.items()}


def answer(
    message: dict[str, Any],
    is_private: bool,
    place: Mapping[str, str],
    secrets: Mapping[str, str],
) -> None:
    """Reply where it was asked, or to who asked alone. Raises NotPosted, OSError."""
    base = _checked(place.get("service_url", ""))
    conversation = place.get("conversation", "")
    if is_private and not place.get("is_personal"):
        try:
            conversation = _chat_alone(base, place, secrets)
        except NotPosted:
            message = {**message, "text": ASK_ALONE}
    said = {**message, "from": {"id": place.get("bot", "")}}
    if conversation == place.get("conversation"):
        said["replyToId"] = place.get("activity", "")
    _asked(
        "POST", f"{base}/v3/conversations/{calls.segment(conversation)}/activities", said, secrets
    )


def _chat_alone(base: str, place: Mapping[str, str], secrets: Mapping[str, str]) -> str:
    """Return the id of the chat of the bot with somebody alone."""
    body = {
        "bot": {"id": place.get("bot", "")},
        "members": [{"id": place.get("user", "")}],
        "isGroup": False,
        "tenantId": place.get("tenant", ""),
        "channelData": {"tenant": {"id": place.get("tenant", "")}},
    }
    return _id_in(_asked("POST", f"{base}/v3/conversations", body, secrets))


def post(card: Card, channel_id: str, secrets: Mapping[str, str]) -> Posted:
    """Begin a thread with an alert: its id holds the thread's and the message's.

    Raises NotPosted, OSError.
    """
    body = {
        "isGroup": True,
        "bot": {"id": f"28:{secrets.get('app_id', '')}"},
        "channelData": {"channel": {"id": channel_id}},
        "activity": _message(card),
    }
    told = _asked("POST", f"{settings.TEAMS_BOT_URL}/v3/conversations", body, secrets)
    return Posted(channel_id, f"{_id_in(told)} {told.get('activityId', '')}")


def update(card: Card, posted: Posted, secrets: Mapping[str, str]) -> None:
    """Change what a thread begins with. Raises NotPosted, OSError."""
    thread, _, activity = posted.message_id.partition(" ")
    place = f"{calls.segment(thread)}/activities/{calls.segment(activity)}"
    url = f"{settings.TEAMS_BOT_URL}/v3/conversations/{place}"
    _asked("PUT", url, {**_message(card), "id": activity}, secrets)


def _asked(
    method: str, url: str, body: dict[str, Any], secrets: Mapping[str, str]
) -> dict[str, Any]:
    tenant = calls.segment(secrets.get("app_tenant") or SHARED_TENANT)
    form = {
        "grant_type": "client_credentials",
        "client_id": secrets.get("app_id", ""),
        "client_secret": secrets.get("secret", ""),
        "scope": SCOPE,
    }
    token = calls.TOKENS.by_form(
        f"{settings.TEAMS_LOGIN_URL}/{tenant}/oauth2/v2.0/token", form, None
    )
    return calls.call(method, url, body, calls.bearer(token))


def _checked(service_url: str) -> str:
    """Return the address of replies, if it is where the bot may go."""
    if urlsplit(service_url)[:2] != urlsplit(settings.TEAMS_BOT_URL)[:2]:
        raise NotPosted("Teams names an address for replies that TEAMS_BOT_URL does not allow.")
    return service_url.rstrip("/")


def _id_in(told: dict[str, Any]) -> str:
    if not isinstance(told.get("id"), str):
        raise NotPosted("Teams gave no ID of the conversation.")
    return str(told["id"])


def _message(card: Card) -> dict[str, Any]:
    """An adaptive card of text runs: in those neither Markdown nor HTML is read."""
    title = {
        "type": "TextRun",
        "text": plain.cut(card.title, 500),
        "weight": "Bolder",
        "color": COLOURS[card.colour],
        "selectAction": {"type": "Action.OpenUrl", "url": card.url},
    }
    lines = plain.cut("\n".join(card.lines), LONGEST_LINES).splitlines()
    rows = [[title], *([{"type": "TextRun", "text": line}] for line in lines if line)]
    content = {
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [{"type": "RichTextBlock", "inlines": row} for row in rows],
        "actions": [
            {"type": "Action.Submit", "title": one.label, "data": {"genie": one.command}}
            for one in card.buttons
        ],
    }
    summary = plain.cut(card.title, 200)
    attachment = {"contentType": CARD, "content": content}
    return {"type": "message", "summary": summary, "attachments": [attachment]}
