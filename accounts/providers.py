"""Which ways of reaching people are set up, and sending by those that are not e-mail.

A provider is a function that takes a Text. The first real one posts signed JSON to a URL
(`accounts.webhooks`); another one takes its place here.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from accounts import webhooks
from accounts.models import Contact
from accounts.webhooks import Refused

__all__ = ["SETTINGS", "Refused", "Text", "can_send", "host_of", "send", "why_not"]

_MISSING = {
    Contact.Method.SMS: "No SMS provider is set up: nothing will be sent to this number.",
    Contact.Method.VOICE: "No voice provider is set up: nothing will be sent to this number.",
    Contact.Method.MOBILE: "The mobile app is not set up: nothing will be sent to this device.",
}
SETTINGS = {Contact.Method.SMS: "SMS_WEBHOOK_URL", Contact.Method.VOICE: "VOICE_WEBHOOK_URL"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be sent or read aloud. The same `id` again is the same message again."""

    id: str
    to: str
    text: str
    person: str
    about: dict[str, Any] = field(default_factory=dict)


def can_send(method: str) -> bool:
    """Whether Muster can send by this method (a Contact.Method) at all."""
    return method == Contact.Method.EMAIL or bool(_url_of(method))


def why_not(method: str) -> str:
    """Say why nothing can be sent by this method, or nothing when it can."""
    return "" if can_send(method) else _MISSING.get(Contact.Method(method), "")


def host_of(method: str) -> str:
    """The host that what goes by SMS or voice is handed to; "" while none is set up."""
    return urlsplit(_url_of(method)).hostname or ""


def send(method: str, text: Text) -> None:
    """Send a text by SMS or read it aloud in a call.

    Raises Refused, or OSError for what may go well another time.
    """
    if not (url := _url_of(method)):
        raise Refused(why_not(method))
    provider: Callable[[str, dict[str, Any]], None] = webhooks.post
    provider(url, {"kind": method, **asdict(text), "to": _international(text.to)})


def _url_of(method: str) -> str:
    name = SETTINGS.get(Contact.Method(method))
    return getattr(settings, name) if name else ""


def _international(number: str) -> str:
    """Write "1-5551234567" as providers want it (E.164): "+15551234567"."""
    return "+" + number.replace("-", "")
