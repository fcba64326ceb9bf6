"""Links that show that an e-mail is somebody's."""

from collections.abc import Sequence

from allauth.account.models import EmailConfirmationHMAC
from django.conf import settings
from django.urls import reverse

from accounts import addresses, mail
from accounts.models import User


def send_link(person: User) -> None:
    """Send a person the link that verifies their user name. It is valid for days, not once."""
    send_links([person])


def send_links(people: Sequence[User]) -> None:
    """Send each of these people such a link."""
    mail.send_all(
        "email_confirmation",
        (
            {
                "to": person.username,
                "person": person,
                "url": mail.link(reverse("account_confirm_email", args=[_key(person)])),
                "days": settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS,
            }
            for person in people
        ),
    )


def _key(person: User) -> str:
    key: str = EmailConfirmationHMAC(addresses.keep_in_step(person)).key
    return key
