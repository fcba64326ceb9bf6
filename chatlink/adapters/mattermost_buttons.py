"""What the buttons of messages in Mattermost carry: a token for one command in one channel.

It is signed with a key made from the command's token, so it is of no use to another integration.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import jwt
from django.utils import timezone

from chatlink.adapters import proof
from chatlink.messages import Button, Forged

LAST_FOR = timedelta(days=30)
LEEWAY = 60  # seconds


def actions(
    buttons: tuple[Button, ...], channel_id: str, secrets: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the buttons as Mattermost's JSON. Without `hook_url`, which they call, none."""
    url = secrets.get("hook_url", "")
    if not url:
        return []
    ends_at = int((timezone.now() + LAST_FOR).timestamp())
    return [
        {
            "id": f"genie{place}",
            "type": "button",
            "name": button.label,
            "style": "primary" if button.is_main else "default",
            "integration": {
                "url": url,
                "context": {"genie": _token(button.command, channel_id, ends_at, secrets)},
            },
        }
        for place, button in enumerate(buttons)
    ]


def command_of(token: str, channel_id: str, secrets: Mapping[str, str], *, now: datetime) -> str:
    """Return the command of a button that was pressed in a channel. Raises Forged, or anything."""
    claims = proof.claims_of(
        token, _key(secrets), "HS256", needs=("command", "channel"), leeway=LEEWAY, now=now
    )
    if claims["channel"] != channel_id:
        raise Forged("The button is of another channel.")
    return proof.an_id(claims["command"])


def _token(command: str, channel_id: str, ends_at: int, secrets: Mapping[str, str]) -> str:
    claims = {"command": command, "channel": channel_id, "exp": ends_at}
    return jwt.encode(claims, _key(secrets), algorithm="HS256")


def _key(secrets: Mapping[str, str]) -> bytes:
    token = proof.the_secret(secrets).encode()
    return hmac.new(token, b"muster mattermost button v1", hashlib.sha256).digest()
