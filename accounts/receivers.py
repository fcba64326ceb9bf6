"""What allauth tells us, and what becomes of it."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, password_reset, user_logged_in
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import addresses
from accounts.actions import invitations, people, sign_in
from accounts.actors import Actor
from accounts.models import User

HOW: dict[str, str] = {
    "password": "a password",
    "password_reset": "a reset link",
    "socialaccount": "single sign-on",
    Authenticator.Type.TOTP: "an authenticator app",
    Authenticator.Type.WEBAUTHN: "a passkey",
    Authenticator.Type.RECOVERY_CODES: "a recovery code",
}
WHAT: dict[str, str] = {
    Authenticator.Type.TOTP: "an authenticator app",
    Authenticator.Type.WEBAUTHN: "a passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


@receiver(post_save, sender=User)
def forget_old_address(instance: User, created: bool, **kwargs: Any) -> None:
    """When a user name is saved, allauth forgets any other address of the person."""
    fields = kwargs.get("update_fields")
    if not created and (fields is None or "username" in fields):
        addresses.forget_others(instance)


@receiver(email_confirmed)
def verify(email_address: EmailAddress, **kwargs: Any) -> None:
    """A followed link verifies the person, while the address is still theirs."""
    person = User.objects.get(pk=email_address.user_id)
    if person.username == email_address.email:
        people.verify_email(person, by=Actor.of_user(person))


@receiver(password_reset)
def reset_shows_the_address(user: User, **kwargs: Any) -> None:
    """Who follows a reset link has shown that the e-mail is theirs."""
    invitations.shown_to_be_theirs(user)


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, user: User, how: str = "", **kwargs: Any) -> None:
    """Write a sign-in into the log, with what was shown for it."""
    shown = [record.get("type") or record["method"] for record in _steps(request, user)]
    words = list(dict.fromkeys(HOW.get(step, step) for step in shown))
    sign_in.note_sign_in(user, how or " and ".join(words) or "a link")


def _steps(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = get_authentication_records(request, user)
    return records


@receiver(factors.authentication_failed)
def note_wrong_code(user: User, **kwargs: Any) -> None:
    """Write a wrong second factor into the log."""
    sign_in.note_failure(user.username, "code")


@receiver(factors.authenticator_added)
def note_added(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Write a new second factor into the log."""
    sign_in.note_security(user, "security.added", WHAT[authenticator.type])


@receiver(factors.authenticator_removed)
def note_removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Write a removed second factor into the log."""
    sign_in.note_security(user, "security.removed", WHAT[authenticator.type])


@receiver(factors.authenticator_reset)
def note_new_codes(user: User, **kwargs: Any) -> None:
    """Write new recovery codes into the log."""
    sign_in.note_security(user, "security.codes_made", "recovery codes")
