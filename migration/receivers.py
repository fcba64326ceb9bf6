"""What the move does when something becomes of people."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import person_verified
from migration import jobs


@receiver(person_verified)
def go_on_with(person: User, **kwargs: Any) -> None:
    """Let somebody be invited who waited for their e-mail to be verified."""
    jobs.look_soon_at(person.username)
