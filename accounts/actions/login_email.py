"""Changing the e-mail that somebody signs in with: the new one has to be shown first."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit, links, mail
from accounts.actions.people_locks import hold
from accounts.actors import Actor
from accounts.models import Contact, OneTimeLink, User
from accounts.permissions import can_manage_person, require
from accounts.signals import person_verified
from common.saving import save_valid

audit.WORDS |= {
    "person.username_asked": "asked for {to} as the e-mail {target} signs in with",
}

PURPOSE = "login-email"
VALID_FOR = timedelta(hours=2)
TAKEN = "Somebody with this e-mail is here already."


def can_change_login_email(by: Actor, person: User) -> bool:
    """Whether the actor may change the e-mail that a person signs in with."""
    return (by.is_person(person) and by.has("login-email-edit")) or can_manage_person(by, person)


@transaction.atomic
def ask_to_change(person: User, *, to: str, by: Actor) -> None:
    """Send a link to a new e-mail. Nothing changes until it is followed.

    Raises ValidationError for "username" when the address is wrong or taken.
    """
    require(can_change_login_email(by, person))
    to = to.strip().lower()
    check(person, to)
    token = links.issue(
        PURPOSE,
        now=timezone.now(),
        valid_for=VALID_FOR,
        user=person,
        data={"to": to, "from": person.username},
        issued_by=by.name,
    )
    url = mail.link(reverse("accounts:login_email_confirm", args=[token]))
    asked_by = "" if by.is_person(person) else by.name
    mail.send("login_email", to, person=person, url=url, hours=2, asked_by=asked_by)
    if asked_by:
        audit.record(by, "person.username_asked", person, to=to)


def check(person: User, to: str) -> None:
    """Raise ValidationError unless a person could sign in with this address."""
    try:
        validate_email(to)
    except ValidationError as problem:
        raise ValidationError({"username": problem.messages}) from problem
    if len(to) > 100:
        raise ValidationError({"username": "Use an e-mail of at most 100 characters."})
    if to == person.username:
        raise ValidationError({"username": "This is the e-mail you sign in with now."})
    if User.objects.named(to).exists():
        raise ValidationError({"username": TAKEN})


@transaction.atomic
def change(link: OneTimeLink) -> User:
    """Use the link up: the person signs in with the new e-mail, and all their sessions end.

    An invitation that went to the old one lets nobody in any more.
    Raises ValidationError when the link is spent or the address was taken meanwhile.
    """
    person = links.person_of(link)
    hold(person)
    links.redeem(link, now=timezone.now())
    before = person.username
    if link.data["from"] != before:
        raise ValidationError(links.EXPIRED)
    person.username, person.is_verified = link.data["to"], True
    save_valid(person)
    links.revoke(OneTimeLink.Purpose.INVITATION, person, now=timezone.now())
    _bring_contact(person, before)
    changes = {"username": (before, person.username)}
    audit.record(Actor.of_user(person), "person.username_changed", person, changes=changes)
    person_verified.send(User, person=person)
    for address in (before, person.username):
        mail.send("email_changed", address, person=person, from_email=before)
    return person


def _bring_contact(person: User, before: str) -> None:
    contacts = Contact.objects.filter(user=person, method=Contact.Method.EMAIL)
    now = timezone.now()
    if contacts.filter(to__iexact=person.username).update(verified_at=now):
        return
    if not contacts.filter(to__iexact=before).update(to=person.username, verified_at=now):
        Contact.objects.create(
            user=person, method=Contact.Method.EMAIL, to=person.username, verified_at=now
        )
