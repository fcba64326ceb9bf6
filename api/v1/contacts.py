"""Ways to reach people. Contract: opsgenie-v1.md §6."""

from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from pydantic import Field

from accounts import phones
from accounts.actions import contacts as actions
from accounts.actors import Actor
from accounts.models import Contact, User
from api.v1.answers import Answer, Done, Made
from api.v1.asking import AnyCase, Asked, Words
from api.v1.calls import call
from api.v1.errors import invalid, missing, not_found
from api.v1.finding import find_user, ids
from api.v1.users_reading import UserContact
from api.wire import ApiRequest

CONTACTS = "User contacts"
NO_DEVICES = "A mobile contact can't be changed by the API."
JOHN, AN_ID = "john.smith@acme.example", "c6de10d6-55d7-4d03-9d30-f7d8ceed7ba5"


class OfUser(Asked):
    """Whose contact."""

    user_id: Words | None = None
    username: Words | None = None


class TheUser(OfUser):
    """The person whose contacts are meant."""

    username: Words | None = Field(None, examples=[JOHN])


class NewContact(TheUser):
    """A contact to add."""

    method: Annotated[Literal["email", "sms", "voice"], AnyCase] = Field(examples=["voice"])
    to: Words = Field(examples=["1-9999999999"])


class TheContact(OfUser):
    """A contact, by id; who names its user too wants no other user's."""

    id: Words = Field(examples=[AN_ID])


class ChangedContact(TheContact):
    """A contact to change."""

    to: Words = Field(examples=["1-9999999999"])


class UserContacts(Answer):
    """All contacts of a person."""

    user_contacts: list[UserContact]


class Switched(Answer):
    """It is on, or off."""

    status: str = "successful"


@call("POST", "user/contact", section=CONTACTS)
def add_contact(request: ApiRequest, asked: NewContact) -> Made:
    """Add a contact.

    `method` is email, sms or voice. The contact has to be verified in the console before
    anything is sent there.
    """
    person = _person(asked, by=request.actor)
    to = _address(asked.method, asked.to)
    made = actions.add_contact(person, method=asked.method, to=to, by=request.actor)
    return Made(id=made.pk)


@call("POST", "user/contact", section=CONTACTS, when=("id",))
@transaction.atomic
def update_contact(request: ApiRequest, asked: ChangedContact) -> Made:
    """Update a contact. It has to be verified anew."""
    contact = _contact(asked, by=request.actor)
    if contact.method == Contact.Method.MOBILE:
        raise ValidationError(NO_DEVICES)
    actions.change_contact(contact, to=_address(contact.method, asked.to), by=request.actor)
    return Made(id=contact.pk)


@call("DELETE", "user/contact", section=CONTACTS)
@transaction.atomic
def delete_contact(request: ApiRequest, asked: TheContact) -> Done:
    """Delete a contact. The address that the user signs in with stays."""
    actions.remove_contact(_contact(asked, by=request.actor), by=request.actor)
    return Done()


@call("GET", "user/contact", section=CONTACTS, when=("id",))
def get_contact(request: ApiRequest, asked: TheContact) -> UserContact:
    """Get a contact."""
    return _shown(_contact(asked, by=request.actor, locked=False))


@call("GET", "user/contact", section=CONTACTS)
def list_contacts(request: ApiRequest, asked: TheUser) -> UserContacts:
    """List the contacts of a user."""
    person = _person(asked, by=request.actor)
    return UserContacts([_shown(one) for one in person.contacts.all()])


@call("POST", "user/contact/enable", section=CONTACTS)
@transaction.atomic
def enable_contact(request: ApiRequest, asked: TheContact) -> Switched:
    """Enable a contact."""
    actions.set_contact_enabled(_contact(asked, by=request.actor), True, by=request.actor)
    return Switched()


@call("POST", "user/contact/disable", section=CONTACTS)
@transaction.atomic
def disable_contact(request: ApiRequest, asked: TheContact) -> Switched:
    """Disable a contact."""
    actions.set_contact_enabled(_contact(asked, by=request.actor), False, by=request.actor)
    return Switched()


def _person(asked: OfUser, *, by: Actor) -> User:
    if not (asked.user_id or asked.username):
        raise missing("userId", "username")
    return find_user(asked.user_id, asked.username, by=by)


def _contact(asked: TheContact, *, by: Actor, locked: bool = True) -> Contact:
    """The contact that a request names, kept as it is until a change is done. Raises Refused."""
    people = User.objects.visible_to(by)
    contacts = Contact.objects.select_related("user").defer("user__search_words", "user__password")
    if asked.user_id or asked.username:
        contacts = contacts.filter(user=_person(asked, by=by))
    if locked:
        contacts = contacts.select_for_update(of=("self",))
    found = contacts.filter(pk__in=ids(asked.id), user__in=people).first()
    if found is None:
        raise not_found("Contact", asked.id)
    return found


def _address(method: str, to: str) -> str:
    """Return an address in the form that the console keeps it in. Raises Refused."""
    if method == Contact.Method.EMAIL:
        return to.lower()
    try:
        return phones.normalise(to)
    except ValueError as problem:
        raise invalid("to", str(problem)) from None


def _shown(contact: Contact) -> UserContact:
    return UserContact(
        to=contact.to,
        method=contact.method,
        disabled_reason=contact.disabled_reason,
        id=contact.pk,
        enabled=contact.is_enabled,
    )
