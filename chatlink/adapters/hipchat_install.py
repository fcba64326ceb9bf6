"""Installing the HipChat add-on by its own callback. Contract: chat.md §2.4.

HipChat fetches the descriptor, then posts the add-on's credentials to the callback, unsigned. So
both addresses hold a key that only the page of an integration shows, the credentials are tried
at HIPCHAT_URL before they count, and they count for the integration's group alone.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from chatlink.adapters import calls, proof
from chatlink.adapters.hipchat import SCOPE, TOKEN_PATH
from chatlink.messages import Forged
from common import outgoing

PATTERN = r"^\/genie(\s|$)"


@dataclass(frozen=True, slots=True)
class Installation:
    """What HipChat gives an add-on that it installs: its credentials in one group."""

    group_id: str
    group_name: str
    credentials: Mapping[str, str]


def key_of(integration_id: object) -> str:
    """Return the key in the addresses of an integration's descriptor and callback."""
    value = str(integration_id)
    return salted_hmac("chatlink.hipchat_install", value, algorithm="sha256").hexdigest()


def is_key(given: str, integration_id: object) -> bool:
    """Whether a key is that of an integration."""
    return constant_time_compare(given, key_of(integration_id))


def descriptor(own_url: str, hook_url: str) -> dict[str, Any]:
    """Return what HipChat has to know of the add-on. `own_url` is the descriptor's address."""
    webhook = {"event": "room_message", "pattern": PATTERN, "url": hook_url, "name": "genie"}
    return {
        "key": f"muster-{urlsplit(hook_url).path.strip('/').rpartition('/')[2]}",
        "name": "Muster",
        "description": "Acts on alerts with /genie.",
        "vendor": {"name": "Muster", "url": settings.PUBLIC_URL},
        "links": {"self": own_url, "homepage": settings.PUBLIC_URL},
        "capabilities": {
            "hipchatApiConsumer": {"scopes": [SCOPE], "fromName": "Muster"},
            "installable": {
                "allowGlobal": True,
                "allowRoom": True,
                "callbackUrl": f"{own_url}installed",
            },
            "webhook": [{**webhook, "authentication": "jwt"}],
        },
    }


def read_installation(body: bytes) -> Installation:
    """Return what was posted, proved by HipChat itself. Raises Forged, OSError.

    Nobody else's addresses are asked: where it says that its capabilities are must be in
    HIPCHAT_URL.
    """
    try:
        told = proof.an_object(body)
        named = urlsplit(str(told.get("capabilitiesUrl")))
    except (ValueError, RecursionError) as problem:
        raise Forged("It is no installation.") from problem
    if named[:2] != urlsplit(settings.HIPCHAT_URL)[:2]:
        raise Forged("It is of a HipChat that is not the one of HIPCHAT_URL.")
    credentials = {
        "oauth_id": proof.an_id(told.get("oauthId")),
        "secret": proof.an_id(told.get("oauthSecret")),
    }
    group = _group_of(credentials)
    if proof.an_id(group.get("group_id")) != proof.an_id(told.get("groupId")):
        raise Forged("Its credentials are of another group.")
    return Installation(
        proof.an_id(told["groupId"]), proof.a_name(group.get("group_name")), credentials
    )


def _group_of(credentials: Mapping[str, str]) -> dict[str, Any]:
    """Ask HipChat for a token: it tells the group beside it. Raises Forged, OSError."""
    pair = base64.b64encode(":".join(credentials.values()).encode()).decode()
    headers = calls.HEADERS | {
        "Content-Type": "application/x-www-form-urlencoded",
        "Authorization": f"Basic {pair}",
    }
    form = urlencode({"grant_type": "client_credentials", "scope": SCOPE})
    url = f"{settings.HIPCHAT_URL}{TOKEN_PATH}"
    try:
        answer = outgoing.ask("POST", url, form.encode(), headers)
        told = proof.an_object(answer.body)
    except (outgoing.NotAllowed, ValueError) as problem:
        raise Forged("HipChat gives no token for its credentials.") from problem
    if answer.status != 200 or not told.get("access_token"):
        raise Forged("HipChat does not know its credentials.")
    return told
