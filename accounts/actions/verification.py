"""Links that show that an e-mail is somebody's."""

from allauth.account.models import EmailConfirmationHMAC
from django.conf import settings
from django.urls import reverse

from accounts import addresses, mail
from accounts.models import User


def send_link(person: User) -> None:
    """Send a person the link that verifies their user name. It is valid for days, not once."""
    confirmation = EmailConfirmationHMAC(addresses.keep_in_step(person))
    mail.send(
        "email_confirmation",
        person.username,
        person=person,
        url=mail.link(reverse("account_confirm_email", args=[confirmation.key])),
        days=settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS,
    )
