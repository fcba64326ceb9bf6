"""Ways to reach a person: added, changed, switched, removed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.models import Contact, User
from accounts.permissions import can_delete, can_edit_contacts, require
from common.saving import save_valid

audit.WORDS |= {
    "contact.added": "added the contact {contact} of {target}",
    "contact.changed": "changed a contact of {target} to {contact}",
    "contact.enabled": "enabled the contact {contact} of {target}",
    "contact.disabled": "disabled the contact {contact} of {target}",
    "contact.removed": "removed the contact {contact} of {target}",
}

MAX_CONTACTS = 20
KEPT = "{} signs in with this address. It can be disabled, not changed or removed."


def is_sign_in_address(contact: Contact, person: User) -> bool:
    """Whether a contact is the e-mail address that the person signs in with."""
    return contact.method == Contact.Method.EMAIL and contact.to.lower() == person.username


@transaction.atomic
def add_contact(person: User, *, method: str, to: str, by: Actor) -> Contact:
    """Add a way to reach a person, enabled and not verified. Raises ValidationError by field."""
    require(can_edit_contacts(by, person))
    User.objects.select_for_update().get(pk=person.pk)  # two at once can't go past the limit
    if person.contacts.count() >= MAX_CONTACTS:
        raise ValidationError(f"A person can have {MAX_CONTACTS} contacts. Remove one first.")
    contact = Contact(user=person, method=method, to=to.strip())
    save_valid(contact)
    audit.record(by, "contact.added", person, contact=str(contact))
    return contact


@transaction.atomic
def change_contact(contact: Contact, *, to: str, by: Actor) -> Contact:
    """Give a contact another address, which has to be verified anew."""
    person = contact.user
    require(can_edit_contacts(by, person))
    if is_sign_in_address(contact, person):
        raise ValidationError(KEPT.format(person.full_name))
    before = str(contact)
    contact.to = to.strip()
    if str(contact) == before:
        return contact
    contact.verified_at = contact.code_sent_at = None
    contact.code_hash, contact.code_attempts = "", 0
    save_valid(contact)
    changes: audit.Changes = {"contact": (before, str(contact))}
    audit.record(by, "contact.changed", person, changes=changes, contact=str(contact))
    return contact


@transaction.atomic
def set_contact_enabled(contact: Contact, enabled: bool, *, by: Actor) -> Contact:
    """Let messages go to a contact, or stop them; the reason is kept beside it."""
    require(can_edit_contacts(by, contact.user))
    if contact.is_enabled == enabled:
        return contact
    contact.is_enabled = enabled
    contact.disabled_reason = "" if enabled else f"Disabled by {by.name}"[:512]
    contact.save(update_fields=["is_enabled", "disabled_reason"])
    verb = "contact.enabled" if enabled else "contact.disabled"
    audit.record(by, verb, contact.user, contact=str(contact))
    return contact


@transaction.atomic
def remove_contact(contact: Contact, *, by: Actor) -> None:
    """Remove a contact and the steps of rules that use it. The sign-in address stays."""
    person = contact.user
    require(can_edit_contacts(by, person) and can_delete(by))
    if is_sign_in_address(contact, person):
        raise ValidationError(KEPT.format(person.full_name))
    steps = contact.steps.count()
    audit.record(by, "contact.removed", person, contact=str(contact), steps=steps)
    contact.delete()
