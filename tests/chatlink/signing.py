"""Requests as the chat systems send them, signed as they sign: for all tests that chat is in.

Slack's are signed by slack_sdk, the others by hand. The Teams bot's tokens are signed with a key
of this process, which `keys_served` offers at a URL as Microsoft offers its own.
"""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from slack_sdk.signature import SignatureVerifier

from chatlink.messages import RawRequest

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
SECRETS: dict[str, dict[str, str]] = {
    "slack": {"secret": "8f742231b10e8888abcd99yyyzzz85a5", "bot_token": "xoxb-1"},
    "mattermost": {
        "secret": "xr3jn1x7ftb4mnbqspqsmzm3ua",
        "url": "https://mattermost.example",
        "bot_token": "bot-token",
    },
    "teams-webhook": {"secret": "vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA="},
    "teams-bot": {"secret": "client secret", "app_id": "8e9ee6b1-5b6a-4a4f-8b8e-2f7d6f3a9d10"},
    "hipchat": {"secret": "a secret of forty letters for an add-on.", "oauth_id": "add-on-1"},
    "stride": {"secret": "a secret of forty letters for an app ...", "client_id": "app-1"},
}


def signed(
    adapter_name: str,
    secrets: Mapping[str, str],
    text: str,
    *,
    user: str = "U1",
    user_name: str = "bob",
    team: str = "T1",
    channel: str = "C1",
    now: datetime,
) -> RawRequest:
    """Somebody types `/genie <text>`: the request that the chat system makes of it."""
    return SIGNERS[adapter_name](secrets, text, user, user_name, team, channel, now)


def sign_slack(secrets: Mapping[str, str], body: str, now: datetime) -> RawRequest:
    """A body signed by Slack's own signer."""
    timestamp = str(int(now.timestamp()))
    signer = SignatureVerifier(secrets["secret"])
    return _request(
        body.encode(),
        FORM,
        {
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": signer.generate_signature(timestamp=timestamp, body=body) or "",
        },
    )


def slack(secrets, text, user, user_name, team, channel, now) -> RawRequest:
    """A slash command of Slack, which escapes three characters of what was typed."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    body = urlencode(
        {
            "token": "verification_token",
            "team_id": team,
            "team_domain": f"team-{team}".lower(),
            "channel_id": channel,
            "channel_name": "ops",
            "user_id": user,
            "user_name": user_name,
            "command": "/genie",
            "text": escaped,
            "api_app_id": "A111",
            "is_enterprise_install": "false",
            "response_url": f"https://hooks.slack.com/commands/{team}/111/xxxxx",
            "trigger_id": uuid4().hex,
        }
    )
    return sign_slack(secrets, body, now)


def slack_button(
    secrets: Mapping[str, str],
    command: str,
    *,
    user: str = "U1",
    user_name: str = "bob",
    team: str = "T1",
    channel: str = "C1",
    now: datetime,
    more: dict[str, Any] | None = None,
) -> RawRequest:
    """A button of a message in Slack is pressed; `more` replaces parts of the payload."""
    payload = {
        "type": "block_actions",
        "user": {"id": user, "username": user_name, "team_id": team},
        "team": {"id": team, "domain": f"team-{team}".lower()},
        "api_app_id": "A111",
        "channel": {"id": channel, "name": "ops"},
        "message": {"ts": "1596530361.000100"},
        "trigger_id": uuid4().hex,
        "response_url": f"https://hooks.slack.com/actions/{team}/111/random-value",
        "actions": [{"action_id": "genie-0", "value": command, "type": "button"}],
    }
    return sign_slack(secrets, urlencode({"payload": json.dumps(payload | (more or {}))}), now)


def trigger_id(user: str, now: datetime) -> str:
    """What Mattermost calls a request: it holds the time of it. Source: model.GenerateTriggerId."""
    told = f"{uuid4().hex[:26]}:{user}:{int(now.timestamp() * 1000)}:c2lnbmF0dXJl"
    return base64.b64encode(told.encode()).decode()


def mattermost(secrets, text, user, user_name, team, channel, now) -> RawRequest:
    """A slash command of Mattermost: its keys are sorted, as Go's url.Values does."""
    form = {
        "token": secrets["secret"],
        "team_id": team,
        "team_domain": f"team-{team}".lower(),
        "channel_id": channel,
        "channel_name": "ops",
        "user_id": user,
        "user_name": user_name,
        "command": "/genie",
        "text": text,
        "root_id": "",
        "response_url": "https://mattermost.example/hooks/commands/xyz",
        "trigger_id": trigger_id(user, now),
    }
    body = urlencode(sorted(form.items())).encode()
    return _request(body, FORM, {"authorization": f"Token {secrets['secret']}"})


def mattermost_button(
    context: dict[str, Any],
    *,
    user: str = "U1",
    user_name: str = "bob",
    team: str = "T1",
    channel: str = "C1",
    now: datetime,
) -> RawRequest:
    """A button in Mattermost is pressed; `context` is what the adapter gave the button."""
    told = {
        "user_id": user,
        "user_name": user_name,
        "channel_id": channel,
        "channel_name": "ops",
        "team_id": team,
        "team_domain": f"team-{team}".lower(),
        "post_id": "post-1",
        "trigger_id": trigger_id(user, now),
        "type": "",
        "data_source": "",
        "context": context,
    }
    return _request(json.dumps(told).encode(), JSON, {})


def sign_teams(secrets: Mapping[str, str], body: bytes) -> RawRequest:
    """A body signed as Teams signs what goes to an outgoing webhook."""
    key = base64.b64decode(secrets["secret"])
    digest = hmac.new(key, body, hashlib.sha256).digest()
    return _request(body, JSON, {"authorization": f"HMAC {base64.b64encode(digest).decode()}"})


def activity(text, user, user_name, now) -> dict[str, Any]:
    """What both doors of Teams have in common."""
    stamp = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "type": "message",
        "id": uuid4().hex,
        "timestamp": stamp,
        "serviceUrl": f"{settings.TEAMS_BOT_URL}/",
        "channelId": "msteams",
        "from": {"id": f"29:{user}", "name": user_name, "aadObjectId": user},
        "textFormat": "plain",
        "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
    }


def teams_webhook(secrets, text, user, user_name, team, channel, now) -> RawRequest:
    """A mention of an outgoing webhook in a channel of Teams."""
    told = activity(text, user, user_name, now)
    told["text"] = f"<at>Muster</at>&nbsp;{told['text']}\n"
    told["conversation"] = {"id": f"{channel};messageid=1485983194839"}
    told["channelData"] = {
        "teamsChannelId": channel,
        "teamsTeamId": team,
        "team": {"id": team, "name": "My Team"},
    }
    return sign_teams(secrets, json.dumps(told).encode())


def teams_bot(secrets, text, user, user_name, team, channel, now) -> RawRequest:
    """A message to the bot, in a chat with it alone. The team is the tenant."""
    told = activity(text, user, user_name, now)
    told["conversation"] = {"id": channel, "conversationType": "personal", "tenantId": team}
    told["recipient"] = {"id": f"28:{secrets['app_id']}", "name": "Muster"}
    told["channelData"] = {"tenant": {"id": team}}
    return sign_bot(secrets, told, now)


def sign_bot(
    secrets: Mapping[str, str], told: dict[str, Any], now: datetime, **claims: Any
) -> RawRequest:
    """An activity with a token as the Bot Framework makes it; `claims` replaces some."""
    at = int(now.timestamp())
    made = {
        "serviceurl": told.get("serviceUrl"),
        "nbf": at,
        "exp": at + 3600,
        "iss": "https://api.botframework.com",
        "aud": secrets["app_id"],
    } | claims
    token = jwt.encode(made, rsa_key(), algorithm="RS256", headers={"kid": "key-1"})
    return _request(json.dumps(told).encode(), JSON, {"authorization": f"Bearer {token}"})


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    """The key that stands for Microsoft's."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def key_set(*endorsements: str) -> dict[str, Any]:
    """The public half, as Microsoft's key server tells it."""
    told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(rsa_key().public_key()))
    told |= {"kid": "key-1", "use": "sig", "endorsements": list(endorsements or ["msteams"])}
    return {"keys": [told]}


@contextmanager
def keys_served(changed: Any, *endorsements: str) -> Iterator[str]:
    """Serve the keys, and have the Teams bot's adapter ask for them there. Yields the URL.

    `changed` are the settings to change, as pytest-django gives them.
    """
    content = json.dumps(key_set(*endorsements)).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    changed.TEAMS_KEYS_URL = f"http://localhost:{server.server_port}/keys"
    changed.OUTGOING_ALLOW = [*changed.OUTGOING_ALLOW, "localhost"]
    try:
        yield changed.TEAMS_KEYS_URL
    finally:
        server.shutdown()
        server.server_close()


def hipchat(secrets, text, user, user_name, team, channel, now) -> RawRequest:
    """A message in a room of HipChat; the add-on was installed for a group, which it leaves out."""
    at = int(now.timestamp())
    claims = {
        "iss": secrets["oauth_id"],
        "sub": user,
        "iat": at,
        "exp": at + 3600,
        "jti": uuid4().hex,
        "context": {"room_id": channel, "user_tz": "UTC"},
    }
    told = {
        "event": "room_message",
        "item": {
            "message": {
                "date": now.isoformat(),
                "from": {"id": user, "mention_name": user_name, "name": user_name},
                "id": uuid4().hex,
                "mentions": [],
                "message": f"/genie {text}",
                "type": "message",
            },
            "room": {"id": channel, "name": "ops"},
        },
        "oauth_client_id": secrets["oauth_id"],
        "webhook_id": 4131003,
    }
    return sign_hipchat(secrets, told, claims)


def sign_hipchat(secrets: Mapping[str, str], told: Any, claims: dict[str, Any]) -> RawRequest:
    """A body with a token in the query, as HipChat sends it."""
    token = jwt.encode(claims, secrets["secret"], algorithm="HS256")
    return _request(json.dumps(told).encode(), JSON, {}, {"signed_request": token})


def stride(secrets, text, user, user_name, team, channel, now) -> RawRequest:
    """A mention of the app in a conversation of Stride."""
    at = int(now.timestamp())
    mention = {"type": "mention", "attrs": {"id": "app", "text": "@Muster Bot"}}
    said = {"type": "paragraph", "content": [mention, {"type": "text", "text": f" {text}"}]}
    claims = {
        "iss": secrets["client_id"],
        "sub": user,
        "iat": at,
        "exp": at + 900,
        "context": {"cloudId": team, "resourceId": channel, "resourceType": "conversation"},
    }
    told = {
        "cloudId": team,
        "message": {
            "id": uuid4().hex,
            "body": {"version": 1, "type": "doc", "content": [said]},
            "text": f"@Muster Bot {text}",
            "sender": {"id": user},
            "ts": now.isoformat(),
        },
        "recipients": [],
        "sender": {"id": user, "name": user_name},
        "conversation": {"id": channel, "name": "ops", "privacy": "public", "type": "group"},
        "type": "chat_message_sent",
    }
    return sign_stride(secrets, told, claims)


def sign_stride(secrets: Mapping[str, str], told: Any, claims: dict[str, Any]) -> RawRequest:
    """A body with a token in the header, as Stride sends it."""
    token = jwt.encode(claims, secrets["secret"], algorithm="HS256")
    return _request(json.dumps(told).encode(), JSON, {"authorization": f"Bearer {token}"})


def _request(
    body: bytes, kind: str, headers: dict[str, str], query: dict[str, str] | None = None
) -> RawRequest:
    return RawRequest("POST", {"content-type": kind, **headers}, query or {}, body)


SIGNERS = {
    "slack": slack,
    "mattermost": mattermost,
    "teams-webhook": teams_webhook,
    "teams-bot": teams_bot,
    "hipchat": hipchat,
    "stride": stride,
}
