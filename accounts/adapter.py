"""django-allauth's hooks: what Muster does its own way at the door."""

from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts import addresses, mail
from accounts.actions import invitations, people, sign_in, verification
from accounts.actors import Actor
from accounts.models import User
from accounts.single_sign_on import BackToPublicUrl
from common.sealed import seal, unseal

WRONG = "The e-mail or the password is wrong. Check both, or choose “Forgot password?”."
TOO_MANY = "Too many failed attempts. Wait five minutes, then try again."


class AccountAdapter(DefaultAccountAdapter):
    """Signing in, passwords, and the mails about both."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "enter_current_password": "This is not your current password.",
        "incorrect_code": "This code is wrong or has expired. Type the newest one.",
        "incorrect_password": "The password is wrong.",
        "invalid_password_reset": "Token expired",
        "rate_limited": "Too many attempts. Wait a minute, then try again.",
        "too_many_login_attempts": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: owners and admins invite."""
        return False

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **more: Any
    ) -> HttpResponse | None:
        """Let allauth know the person's address before it asks whether it is verified."""
        addresses.keep_in_step(cast(User, user))
        return super().pre_login(request, user, **more)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log a wrong password, where there is such a person."""
        sign_in.note_failure(str(credentials.get("email", "")), "password")

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Check the password of somebody who is signed in, with the limits of signing in."""
        username = cast(User, user).username
        found = self.authenticate(current.request, email=username, password=password)
        return found is not None and found.pk == user.pk

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set a new password through the action, which logs it."""
        person = cast(User, user)
        people.set_password(person, password=password, by=Actor.of_user(person))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to the security page."""
        return reverse("mfa_index")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Go home, which asks to sign in where somebody has not."""
        return reverse("home")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue one of allauth's mails, in our words: templates/email/<name>.txt."""
        mail.send(template_prefix.rpartition("/")[2], email, **context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person what was changed about their sign-in."""
        context = {"person": user} | (context or {})
        email = email or cast(User, user).username
        super().send_notification_mail(template_prefix, user, context, email)

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        """Send the link that verifies an e-mail."""
        verification.send_link(cast(User, emailconfirmation.email_address.user))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address of the page that sets a new password."""
        uid, _, token = key.partition("-")
        return mail.link(reverse("account_reset_password_from_key", args=[uid, token]))


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on: for people who are here already, found by their verified e-mail."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody signs up: owners and admins invite."""
        return False

    def get_provider(self, request: HttpRequest, provider: str, client_id: Any = None) -> Any:
        """Return the identity provider, which sends people back to PUBLIC_URL."""
        found = super().get_provider(request, provider, client_id)
        found.oauth2_adapter_class = BackToPublicUrl
        return found

    def authenticate_by_email(  # type: ignore[override]  # our people aren't Django's AbstractUser
        self, sociallogin: SocialLogin
    ) -> tuple[User, str] | None:
        """Find the person whose user name the identity provider has verified."""
        for email in [found.email for found in sociallogin.email_addresses if found.verified]:
            if person := User.objects.named(email).first():
                return person, email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Turn strangers away; a verified e-mail accepts an open invitation as well."""
        told = sociallogin.email_addresses[0] if sociallogin.email_addresses else None
        if not sociallogin.is_existing:
            context = {"address": told}
            page = render(request, "socialaccount/unknown.html", context, status=403)
            raise ImmediateHttpResponse(page)
        person = cast(User, sociallogin.user)
        if told and told.verified and told.email.lower() == person.username:
            invitations.shown_to_be_theirs(person)
        addresses.keep_in_step(person)


class MFAAdapter(DefaultMFAAdapter):
    """The second factor and passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": "Verify your e-mail before you set up a second factor.",
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first.",
    }

    def encrypt(self, text: str) -> str:
        """Seal secrets before they reach the database."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Say whose passkeys these are: they work at PUBLIC_URL's host alone."""
        return {"id": urlsplit(settings.PUBLIC_URL).hostname or "localhost", "name": "Muster"}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Say whom a passkey is for, in the words that its owner will choose it by."""
        person = cast(User, user)
        words = {"display_name": person.full_name, "name": person.username}
        return super().get_public_key_credential_user_entity(user) | words

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Return a name for a new passkey."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Passkey" if count == 0 else f"Passkey {count + 1}"
