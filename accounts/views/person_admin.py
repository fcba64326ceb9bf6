"""What is done with one person: profile, role, blocking, deleting; and what they may do."""

from copy import copy
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.views.decorators.http import require_safe

from accounts import rights
from accounts.actions import people
from accounts.forms.people import RoleForm, choice_of
from accounts.forms.person_admin import DeleteForm, PersonForm
from accounts.http import Request
from accounts.losses import LOSSES
from accounts.models import User
from accounts.permissions import can_edit_profile, can_manage_person, require
from accounts.views.dialogs import sent, show_or_send
from accounts.views.person import find_person
from common.forms import carry_out
from common.pages import done, invalid, page
from common.policy import runs_the_account, signed_in


def back(request: Request, to: User | None = None, *, gone: User | None = None) -> str:
    """Return the address of the page that a dialog was opened on, or else of `to` or the list."""
    here = request.htmx.current_url_abs_path or ""
    if here and not (gone and str(gone.pk) in here):
        return here
    return resolve_url(to or "accounts:people")


def managed_person(request: Request, pk: UUID) -> User:
    """Return a person whom the actor may manage; else 404 or 403."""
    person = find_person(request, pk)
    require(can_manage_person(request.actor, person), people.ONLY_OWNERS)
    return person


@signed_in
@show_or_send
def person_edit(request: Request, pk: UUID) -> HttpResponse:
    """Change somebody's name, time zone, locale, Skype name: one's own, or whom one manages."""
    person = find_person(request, pk)
    require(can_edit_profile(request.actor, person))
    form = PersonForm(sent(request), instance=person)
    carry_out(form, lambda: people.update_user(person, by=request.actor, **form.cleaned_data))
    if form.is_valid():
        return done(request, f"Saved {person.full_name}.", back(request, person))
    if form.is_bound:
        person.refresh_from_db()
    return _shown(request, "person_edit", person, form=form)


@runs_the_account
@show_or_send
def person_role(request: Request, pk: UUID) -> HttpResponse:
    """Give a person another role."""
    person = managed_person(request, pk)
    initial = {"role": choice_of(people.Role.of(person))}
    form = RoleForm(sent(request), by=request.actor, initial=initial)
    carry_out(form, lambda: people.change_role(person, role=form.chosen, by=request.actor))
    if form.is_valid():
        words = f"{person.full_name} has the role {form.chosen} now."
        return done(request, words, back(request))
    return _shown(request, "person_role", person, form=form)


@runs_the_account
@show_or_send
def person_block(request: Request, pk: UUID) -> HttpResponse:
    """Keep a person out."""
    person = managed_person(request, pk)
    problem = ""
    if request.method == "POST":
        try:
            people.block(person, by=request.actor)
            return done(request, f"Blocked {person.full_name}.", back(request))
        except ValidationError as refused:
            problem = " ".join(refused.messages)
    return _shown(request, "person_block", person, problem=problem)


@runs_the_account
@show_or_send
def person_unblock(request: Request, pk: UUID) -> HttpResponse:
    """Let a person in again."""
    person = managed_person(request, pk)
    if request.method == "POST":
        people.unblock(person, by=request.actor)
        return done(request, f"Unblocked {person.full_name}.", back(request))
    return _shown(request, "person_block", person, unblock=True)


@runs_the_account
@show_or_send
def person_delete(request: Request, pk: UUID) -> HttpResponse:
    """Delete a person, once their user name was typed."""
    person = managed_person(request, pk)
    form = DeleteForm(person, sent(request))
    gone = copy(person)
    carry_out(form, lambda: people.delete_user(person, by=request.actor))
    if form.is_valid():
        return done(request, f"Deleted {person.full_name}.", back(request, gone=gone))
    return _shown(request, "person_delete", person, form=form, losses=LOSSES.of(person))


@signed_in
@require_safe
def person_rights(request: Request, pk: UUID) -> HttpResponse:
    """Answer what a person may do, and why."""
    person = find_person(request, pk)
    custom = person.custom_role
    answers = rights.explain(
        person.base_role,
        role_name=person.role_name,
        granted=custom.granted if custom else (),
        disallowed=custom.disallowed if custom else (),
    )
    allowed = sum(answer.allowed for group in answers.values() for answer in group)
    context = {"nav": "people", "person": person, "groups": answers, "allowed": allowed}
    context |= {
        "of": len(rights.RIGHTS),
        "summary": rights.ROLE_SUMMARY[person.base_role],
        "manages": can_manage_person(request.actor, person),
    }
    return page(request, "accounts/person_rights.html", context)


def _shown(request: Request, template: str, person: User, **context: object) -> HttpResponse:
    context = {"nav": "people", "person": person} | context
    show = invalid if request.method == "POST" else page
    return show(request, f"accounts/{template}.html", context, part="dialog")
