"""Asking people in, and their coming in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import audit, links, mail
from accounts.actions import people, verification
from accounts.actions.newcomers import Newcomer, create_people
from accounts.actions.people_locks import hold
from accounts.actors import Actor
from accounts.models import OneTimeLink, User
from accounts.permissions import can_manage_account, can_manage_person, require
from common.saving import Unfit, save_valid

audit.WORDS |= {
    "invitation.sent": "invited {target}",
    "invitation.resent": "sent {target} another {what}",
    "invitation.revoked": "revoked the invitation of {target}",
    "invitation.accepted": "accepted the invitation",
}

PURPOSE = OneTimeLink.Purpose.INVITATION
VALID_FOR = timedelta(days=2)
AT_ONCE = 500  # people


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to invite, and the number of the line they stand in."""

    line: int
    username: str
    full_name: str


@transaction.atomic
def invite(guests: Sequence[Guest], *, role: people.Role, by: Actor) -> list[User]:
    """Add people and send each an invitation: all of them, or nobody.

    Raises ValidationError with one sentence for each line that is wrong.
    """
    require(can_manage_account(by))
    newcomers = [Newcomer(guest.username, guest.full_name, role) for guest in guests]
    try:
        made = create_people(newcomers, by=by)
    except Unfit as refused:
        wrong = [(guests[place], problem) for place, problem in refused.problems.items()]
        words = [f"Line {one.line}: {one.username}: {' '.join(p.messages)}" for one, p in wrong]
        raise ValidationError({"guests": words}) from None
    invite_people(made, by=by)
    return made


@transaction.atomic
def invite_people(guests: Sequence[User], *, by: Actor) -> None:
    """Send people who were just added an invitation each, in a constant number of statements."""
    require(can_manage_account(by))
    send(*guests, by=by)
    sent = "invitation.sent"
    audit.record_all(audit.entry(by, sent, one, username=one.username) for one in guests)


@transaction.atomic
def resend(person: User, *, by: Actor) -> str:
    """Send an unverified person what they need to come in; say what: "invitation" or "…link".

    Who has never had a password gets a new invitation; who has one, a link that verifies the
    e-mail. Raises ValidationError when the person is verified or blocked, PermissionDenied.
    """
    require(can_manage_person(by, person), people.ONLY_OWNERS)
    if person.is_blocked:
        raise ValidationError(f"{person.full_name} is blocked. Unblock them first.")
    if person.is_verified:
        raise ValidationError(f"{person.full_name} is verified already.")
    if person.has_usable_password():
        what = "verification link"
        verification.send_link(person)
    else:
        what = "invitation"
        send(person, by=by)
    audit.record(by, "invitation.resent", person, what=what)
    return what


@transaction.atomic
def resend_to_all(people: QuerySet[User], *, by: Actor) -> int:
    """Send all unverified people of a set what they need to come in; return how many they are.

    As `resend` does for one, in batches. Who is blocked, or is not the actor's to manage, is left
    out.
    """
    require(can_manage_account(by))
    found = people.filter(is_verified=False, is_blocked=False).order_by("pk")
    if not by.owns_the_account:
        found = found.exclude(role=User.Role.OWNER)
    count = 0
    for some in batched(found.defer("search_words").iterator(AT_ONCE), AT_ONCE):
        known = [person for person in some if person.has_usable_password()]
        new = [person for person in some if not person.has_usable_password()]
        if known:
            verification.send_links(known)
        if new:
            send(*new, by=by)
        sent = {person.pk: "verification link" for person in known}
        audit.record_all(
            audit.entry(by, "invitation.resent", one, what=sent.get(one.pk, "invitation"))
            for one in some
        )
        count += len(some)
    return count


@transaction.atomic
def revoke(invitation: OneTimeLink, *, by: Actor) -> None:
    """Stop an invitation from working. The person stays, and can be invited again."""
    person = links.person_of(invitation)
    require(can_manage_person(by, person), people.ONLY_OWNERS)
    if not links.revoke(PURPOSE, person, now=timezone.now()):
        raise ValidationError("This invitation is not open any more.")
    audit.record(by, "invitation.revoked", person)


def send(*guests: User, by: Actor) -> None:
    """Send people a fresh invitation in the caller's transaction; older ones are gone."""
    OneTimeLink.objects.filter(user__in=guests, purpose=PURPOSE, used_at=None).delete()
    now = timezone.now()
    tokens = links.issue_all(PURPOSE, guests, now=now, valid_for=VALID_FOR, issued_by=by.name)
    mail.send_all(
        "invitation",
        (
            {
                "to": person.username,
                "person": person,
                "inviter": by.name,
                "url": mail.link(reverse("accounts:accept", args=[token])),
                "days": VALID_FOR.days,
            }
            for person, token in zip(guests, tokens, strict=True)
        ),
    )


@transaction.atomic
def accept(invitation: OneTimeLink, *, full_name: str, time_zone: str, password: str) -> User:
    """Come in: use the invitation up, set name and password. The e-mail is verified by it.

    Raises ValidationError when the invitation was used, revoked or has expired meanwhile, and
    for a weak password or a wrong name.
    """
    person = links.person_of(invitation)
    hold(person)
    links.redeem(invitation, now=timezone.now())
    by = Actor.of_user(person)
    changes = audit.changes_to(person, {"full_name": full_name, "time_zone": time_zone})
    save_valid(person)
    people.set_password(person, password=password, by=by)
    people.verify_email(person, by=by)
    audit.record(by, "invitation.accepted", person, changes=changes)
    return person


@transaction.atomic
def shown_to_be_theirs(person: User) -> None:
    """Note that a person has shown their e-mail to be theirs some other way than by invitation.

    A reset link or single sign-on does: an open invitation counts as accepted then.
    """
    by, now = Actor.of_user(person), timezone.now()
    if OneTimeLink.objects.unused().filter(user=person, purpose=PURPOSE).update(used_at=now):
        audit.record(by, "invitation.accepted", person)
    if not person.is_verified:
        people.verify_email(person, by=by)
