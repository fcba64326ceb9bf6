"""allauth's passkey forms, made to refuse forged credentials instead of falling over them."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as allauth
from django import forms
from django.core.exceptions import ValidationError

# What reading a credential of any shape can raise, beside allauth's own refusals.
MALFORMED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error)

UNREADABLE = "This passkey could not be read. Try again."


@contextmanager
def understood() -> Iterator[None]:
    """Turn a credential that can't be read into a refusal."""
    try:
        yield
    except MALFORMED:
        raise ValidationError(UNREADABLE) from None


class CredentialField(forms.JSONField):
    """What a browser sends of a passkey; JSON nested too deeply is refused."""

    def to_python(self, value: Any) -> Any:
        """Read the JSON."""
        try:
            return super().to_python(value)
        except RecursionError:
            raise ValidationError(UNREADABLE) from None


class AddPasskeyForm(allauth.AddWebAuthnForm):
    """A new passkey and its name."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean(self) -> Any:
        """Check what the browser made."""
        with understood():
            return super().clean()


class LoginPasskeyForm(allauth.LoginWebAuthnForm):
    """A passkey that signs in alone."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        """Return the passkey that was used."""
        with understood():
            return super().clean_credential()


class SecondStepPasskeyForm(allauth.AuthenticateWebAuthnForm):
    """A passkey after the password."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        """Return the passkey that was used."""
        with understood():
            return super().clean_credential()


class ConfirmPasskeyForm(allauth.ReauthenticateWebAuthnForm):
    """A passkey of somebody who is signed in."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        """Return the passkey that was used."""
        with understood():
            return super().clean_credential()
