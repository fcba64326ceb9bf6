"""Which ways of reaching people are set up. A later issue brings SMS, voice and the mobile app."""

from accounts.models import Contact

_MISSING = {
    Contact.Method.SMS: "No SMS provider is set up, so this number can't be verified or reached"
    " yet.",
    Contact.Method.VOICE: "No voice provider is set up, so this number can't be verified or"
    " reached yet.",
    Contact.Method.MOBILE: "The mobile app is not set up, so this device can't be verified or"
    " reached yet.",
}


def can_send(method: str) -> bool:
    """Whether Muster can send by this method (a Contact.Method) at all."""
    return method not in _MISSING


def why_not(method: str) -> str:
    """Say why nothing can be sent by this method, or nothing when it can."""
    return _MISSING.get(Contact.Method(method), "")
