"""Showing that an address is one's own: a code is sent there and typed in."""

import json
import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import audit, jobs, mail, providers
from accounts.actions.contacts import is_sign_in_address
from accounts.actions.people import verify_email
from accounts.actors import Actor
from accounts.models import AuditEntry, Contact
from accounts.permissions import can_edit_contacts, require
from common.sealed import seal

audit.WORDS |= {
    "contact.code_sent": "sent a code to the contact {contact} of {target}",
    "contact.verified": "verified the contact {contact} of {target}",
}

VALID_FOR = timedelta(minutes=15)
EVERY = timedelta(minutes=1)
MAX_ATTEMPTS = 5
MAX_CODES_AN_HOUR = 20  # by one person, so that nobody floods somebody else's mailbox

WRONG = "This is not the code we sent. Look again, or send a new one."
EXPIRED = "Code expired. Send a new one."


@transaction.atomic
def send_code(contact: Contact, *, now: datetime, by: Actor) -> None:
    """Send a new six-digit code to a contact, which replaces the one before.

    Raises ValidationError when it is verified, can't be reached, or a code went out just now.
    """
    person = contact.user
    require(can_edit_contacts(by, person))
    if reason := providers.why_not(contact.method):
        raise ValidationError(reason)
    if contact.is_verified:
        raise ValidationError("This contact is verified already.")
    if by.user and _codes_sent_by(by.user.pk, since=now - timedelta(hours=1)) >= MAX_CODES_AN_HOUR:
        raise ValidationError("You have sent many codes. Try again in an hour.")
    code = f"{secrets.randbelow(1_000_000):06}"
    may_go_out = Q(code_sent_at__isnull=True) | Q(code_sent_at__lte=now - EVERY)
    waiting = Contact.objects.filter(may_go_out, pk=contact.pk, verified_at__isnull=True)
    if not waiting.update(code_hash=_hash(contact, code), code_sent_at=now, code_attempts=0):
        raise ValidationError("A code was sent just now. Wait a minute before you send another.")
    if contact.method == Contact.Method.EMAIL:
        mail.send("contact_code", contact.to, code=code, person=person, minutes=15)
    else:
        _send_text(contact, code)
    audit.record(by, "contact.code_sent", person, contact=str(contact))


def verify_contact(contact: Contact, code: str, *, now: datetime, by: Actor) -> None:
    """Note that the code was read where it was sent. Raises ValidationError with the field `code`.

    Not one transaction: a wrong try counts even though it is refused.
    """
    require(can_edit_contacts(by, contact.user))
    still_valid = Contact.objects.filter(
        pk=contact.pk, code_attempts__lt=MAX_ATTEMPTS, code_sent_at__gt=now - VALID_FOR
    ).exclude(code_hash="")
    if not still_valid.update(code_attempts=F("code_attempts") + 1):
        raise ValidationError({"code": EXPIRED})
    contact.refresh_from_db()
    if not constant_time_compare(contact.code_hash, _hash(contact, code)):
        raise ValidationError({"code": WRONG})
    _note_verified(contact, now=now, by=by)


@transaction.atomic
def _note_verified(contact: Contact, *, now: datetime, by: Actor) -> None:
    sent = Contact.objects.filter(pk=contact.pk, code_hash=contact.code_hash)
    if not sent.update(verified_at=now, code_hash="", code_sent_at=None):
        raise ValidationError({"code": EXPIRED})
    contact.refresh_from_db()
    audit.record(by, "contact.verified", contact.user, contact=str(contact))
    if is_sign_in_address(contact, contact.user):
        verify_email(contact.user, by=by)


def _send_text(contact: Contact, code: str) -> None:
    """Let the code be sent by SMS, or read aloud digit by digit; it waits in the queue sealed."""
    said = ", ".join(code) if contact.method == Contact.Method.VOICE else code
    text = providers.Text(
        id=f"code-{secrets.token_hex(8)}",
        to=contact.to,
        text=f"Your code for Muster is {said}. It is valid for 15 minutes.",
        person=contact.user.full_name,
    )
    jobs.deliver_text.defer(method=contact.method, sealed=seal(json.dumps(asdict(text))))


def _codes_sent_by(person_id: UUID, *, since: datetime) -> int:
    sent = AuditEntry.objects.filter(user_id=person_id, verb="contact.code_sent", at__gt=since)
    return sent.count()


def _hash(contact: Contact, code: str) -> str:
    """The code's HMAC, which only this contact at this address can have."""
    value = f"{contact.pk}:{contact.to.lower()}:{code}"
    return salted_hmac("accounts.contact_codes", value, algorithm="sha256").hexdigest()
