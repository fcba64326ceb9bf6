"""Contacts: adding, changing, switching, removing, verifying."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import providers
from accounts.actions.contact_codes import VALID_FOR, send_code, verify_contact
from accounts.actions.contacts import (
    add_contact,
    change_contact,
    is_sign_in_address,
    remove_contact,
    set_contact_enabled,
)
from accounts.forms.contacts import AddressForm, CodeForm, ContactForm
from accounts.http import Request
from accounts.models import Contact, User
from accounts.permissions import can_edit_contacts, require
from accounts.views.dialogs import dialog, sent, show_or_send
from accounts.views.person import find_person, home_of, show_reach
from common.forms import carry_out
from common.pages import done
from common.policy import signed_in


@signed_in
@show_or_send
def contact_new(request: Request, pk: UUID) -> HttpResponse:
    """Add a contact; an e-mail address is sent its code at once."""
    person = _editable(request, pk)
    form = ContactForm(sent(request))
    contact = carry_out(form, lambda: add_contact(person, **form.cleaned_data, by=request.actor))
    if contact:
        return _added(request, contact)
    return _dialog(request, "contact_new", person, {"form": form})


@signed_in
@show_or_send
def contact_edit(request: Request, pk: UUID, contact_pk: UUID) -> HttpResponse:
    """Change where a contact leads."""
    person, contact = _find(request, pk, contact_pk)
    form = AddressForm(sent(request), initial={"to": contact.to}, method=contact.method)
    carry_out(form, lambda: change_contact(contact, **form.cleaned_data, by=request.actor))
    if form.is_valid():
        return done(request, "Contact changed.", home_of(request, person))
    return _dialog(request, "contact_edit", person, {"form": form, "contact": contact})


@signed_in
@require_POST
def contact_switch(request: Request, pk: UUID, contact_pk: UUID) -> HttpResponse:
    """Enable or disable a contact."""
    person, contact = _find(request, pk, contact_pk)
    set_contact_enabled(contact, request.POST.get("enabled") == "on", by=request.actor)
    return show_reach(request, person)


@signed_in
@show_or_send
def contact_remove(request: Request, pk: UUID, contact_pk: UUID) -> HttpResponse:
    """Remove a contact, after saying which rules' steps go with it."""
    person, contact = _find(request, pk, contact_pk)
    problem = ""
    if request.method == "POST":
        try:
            remove_contact(contact, by=request.actor)
        except ValidationError as refused:
            problem = " ".join(refused.messages)
        else:
            return done(request, f"{contact} removed.", home_of(request, person))
    context = {
        "contact": contact,
        "steps": contact.steps.select_related("rule"),
        "stays": is_sign_in_address(contact, person),
    }
    return _dialog(request, "contact_remove", person, context, problem)


@signed_in
@show_or_send
def contact_code(request: Request, pk: UUID, contact_pk: UUID) -> HttpResponse:
    """Take the code that was sent to a contact."""
    person, contact = _find(request, pk, contact_pk)
    if contact.is_verified:
        return done(request, f"{contact} is verified.", home_of(request, person))
    form, now = CodeForm(sent(request)), timezone.now()
    carry_out(form, lambda: verify_contact(contact, **form.cleaned_data, now=now, by=request.actor))
    if form.is_valid():
        return done(request, f"{contact} is verified.", home_of(request, person))
    sent_at = contact.code_sent_at
    context = {
        "contact": contact,
        "form": form,
        "no_provider": providers.why_not(contact.method),
        "is_sent": bool(sent_at and contact.code_hash and sent_at > now - VALID_FOR),
    }
    return _dialog(request, "contact_code", person, context)


@signed_in
@require_POST
def contact_send_code(request: Request, pk: UUID, contact_pk: UUID) -> HttpResponse:
    """Send a contact a new code."""
    _, contact = _find(request, pk, contact_pk)
    try:
        send_code(contact, now=timezone.now(), by=request.actor)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, f"Code sent to {contact.to}.")
    return done(request, "", "accounts:contact_code", pk, contact_pk)


def _added(request: Request, contact: Contact) -> HttpResponse:
    person = contact.user
    if not providers.can_send(contact.method):
        words = f"{contact} added. {providers.why_not(contact.method)}"
        return done(request, words, home_of(request, person))
    with suppress(ValidationError):  # the page of the code says so too, and can send it later
        send_code(contact, now=timezone.now(), by=request.actor)
    return done(request, f"{contact} added.", "accounts:contact_code", person.pk, contact.pk)


def _editable(request: Request, pk: UUID) -> User:
    person = find_person(request, pk)
    require(can_edit_contacts(request.actor, person))
    return person


def _find(request: Request, pk: UUID, contact_pk: UUID) -> tuple[User, Contact]:
    person = _editable(request, pk)
    contact = get_object_or_404(Contact, user=person, pk=contact_pk)
    contact.user = person
    return person, contact


def _dialog(
    request: Request, name: str, person: User, context: dict[str, Any], problem: str = ""
) -> HttpResponse:
    context |= {"person": person, "back": home_of(request, person), "nav": "people"}
    return dialog(request, name, context, problem=problem)
