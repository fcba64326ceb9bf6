"""What people do at the built-in directory: sign up, and follow the link of an invitation."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit, links
from accounts.actors import Actor
from accounts.models import OneTimeLink
from migration import jobs, practice
from migration.models import PracticeAccount

audit.WORDS |= {
    "practice.signed_up": "signed up for a practice account ({email})",
    "practice.joined": "confirmed a practice account ({email})",
}


@transaction.atomic
def sign_up(name: str, *, by: Actor) -> PracticeAccount:
    """Give the person who acts a practice account, with three sites to choose from.

    Only owners and admins have a reason to; others get theirs by an invitation.
    """
    if by.user is None or not by.runs_the_account:
        raise PermissionDenied("Only owners and admins can do this.")
    account = practice.open_account(by.user, name)
    practice.make_sample_sites(account)
    audit.record(by, "practice.signed_up", by.user, email=account.email)
    return account


@transaction.atomic
def join(link: OneTimeLink) -> PracticeAccount:
    """Confirm the account of the person a link was sent to. Raises ValidationError: expired."""
    person, now = links.person_of(link), timezone.now()
    links.redeem(link, now=now)
    account = practice.open_account(person)
    account.sites.filter(joined_at=None).update(joined_at=now)
    audit.record(Actor.of_user(person), "practice.joined", person, email=account.email)
    jobs.look_soon_at(account.email)
    return account
