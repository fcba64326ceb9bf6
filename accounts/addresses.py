"""allauth's table of e-mail addresses, kept in step with the people it is about.

Who may sign in with which address is said by User.username and User.is_verified alone. allauth
asks a table of its own; its row is made at the door, and nowhere else.
"""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User


@transaction.atomic
def keep_in_step(person: User) -> EmailAddress:
    """Return a person's one address as allauth knows it, made or mended from what is true."""
    forget_others(person)
    address: EmailAddress
    address, _ = EmailAddress.objects.update_or_create(
        user=person,
        email=person.username,
        defaults={"verified": person.is_verified, "primary": True},
    )
    return address


def forget_others(person: User) -> None:
    """Drop rows that give a person another address, or somebody else this one."""
    EmailAddress.objects.filter(user=person).exclude(email=person.username).delete()
    EmailAddress.objects.filter(email=person.username).exclude(user=person).delete()
