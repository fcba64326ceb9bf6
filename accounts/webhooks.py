"""SMS and calls through a webhook: signed JSON to a URL of the operator's.

What is sent, and how it is checked, is documented for operators in docs/sms-and-voice.md.
"""

import hashlib
import hmac
import json
import time
from typing import Any

from django.conf import settings

from common import outgoing

MAY_GO_WELL_LATER = (408, 425, 429)


class Refused(Exception):
    """Whoever was asked will never send this."""


def post(url: str, body: dict[str, Any]) -> None:
    """Send a signed body. Raises Refused, or OSError for what may go well another time."""
    content = json.dumps(body, ensure_ascii=False).encode()
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Muster",
        "Idempotency-Key": str(body["id"]),
        "X-Muster-Timestamp": timestamp,
        "X-Muster-Signature": f"v1={signature(timestamp, content)}",
    }
    try:
        status = outgoing.post(url, content, headers).status
    except outgoing.NotAllowed as problem:
        raise Refused(str(problem)) from problem
    if 300 <= status < 500 and status not in MAY_GO_WELL_LATER:
        raise Refused(f"the provider refused it with status {status}")
    if not 200 <= status < 300:
        raise OSError(f"the provider answered with status {status}")


def signature(timestamp: str, content: bytes) -> str:
    """The HMAC-SHA256 of "timestamp.content", in hexadecimal digits."""
    signed = timestamp.encode() + b"." + content
    return hmac.new(settings.WEBHOOK_SECRET.encode(), signed, hashlib.sha256).hexdigest()
