"""What both doors of Microsoft Teams have in common: the activity. Contract: chat.md §2.2, §2.3."""

from typing import Any

from chatlink.adapters import plain, proof
from chatlink.messages import NothingAsked, Reply

LONGEST_CONVERSATION = 1000  # characters of an id
LONGEST_TEXT = 20_000  # characters; Teams takes about 28 KB for a whole message


def who(told: dict[str, Any]) -> tuple[str, str]:
    """Return the id and name of who says something: the id that the whole tenant knows."""
    sender = proof.at(told, "from", "aadObjectId") or proof.at(told, "from", "id")
    return proof.an_id(sender), proof.a_name(proof.at(told, "from", "name"))


def channel(told: dict[str, Any]) -> tuple[str, str]:
    """Return the id and name of the channel, or of the conversation that is in none."""
    data = told.get("channelData")
    found = (
        proof.at(data, "channel", "id")
        or proof.at(data, "teamsChannelId")
        or proof.at(told, "conversation", "id")
    )
    return proof.a_name(found), proof.a_name(proof.at(data, "channel", "name"))


def once(told: dict[str, Any]) -> str:
    """What tells an activity from all others: its id is its conversation's."""
    conversation = proof.an_id(proof.at(told, "conversation", "id"), LONGEST_CONVERSATION)
    return f"{conversation} {proof.an_id(told.get('id'))}"


def text(told: dict[str, Any]) -> str:
    """Return what a message says. Raises NothingAsked for other activities."""
    if told.get("type") != "message":
        raise NothingAsked
    said = told.get("text")
    return plain.from_teams(said) if isinstance(said, str) else ""


def message(reply: Reply) -> dict[str, Any]:
    """Return a reply as an activity. Plain: neither Markdown nor HTML is read in it."""
    said = plain.cut(reply.text, LONGEST_TEXT)
    if reply.link:
        said += f"\n{reply.link.label}: {reply.link.url}"
    return {"type": "message", "textFormat": "plain", "text": said}
