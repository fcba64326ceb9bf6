"""Secrets at rest: sealed with a key made from SECRET_KEY."""

import base64
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str) -> str:
    """Encrypt and sign a text."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the text that was sealed. Raises ValueError when SECRET_KEY was changed since."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as problem:
        raise ValueError("This was sealed with another SECRET_KEY.") from problem


def seal_named(texts: dict[str, str]) -> str:
    """Encrypt and sign texts that have names."""
    return seal(json.dumps(texts))


def unseal_named(sealed: str) -> dict[str, str]:
    """Return the texts that were sealed, by name; none when SECRET_KEY was changed since."""
    try:
        return dict(json.loads(unseal(sealed)))
    except ValueError:
        return {}


def _box() -> MultiFernet:
    return MultiFernet([_fernet(k) for k in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"muster sealed v1")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
