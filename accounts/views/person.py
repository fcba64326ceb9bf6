"""A person's page, which is also one's own profile."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, resolve_url
from django.views.decorators.http import require_POST, require_safe

from accounts import rule_editor
from accounts.actions.people import update_user
from accounts.http import Request, oneself
from accounts.models import NotificationRule, User
from accounts.permissions import (
    can_edit_contacts,
    can_edit_profile,
    can_edit_rules,
    can_manage_account,
    can_manage_person,
    can_see_log,
)
from accounts.reach import warnings
from accounts.rule_words import repeat_in_words, steps_in_words
from common.pages import done, page
from common.policy import signed_in


def find_person(request: Request, pk: UUID) -> User:
    """Return a person whom the actor may see. Raises Http404."""
    seen = User.objects.visible_to(request.actor).select_related("custom_role")
    person: User = get_object_or_404(seen, pk=pk)
    return person


def home_of(request: Request, person: User) -> str:
    """Return where somebody's page is for the actor: the profile when it is their own."""
    own = request.actor.is_person(person)
    return resolve_url("accounts:profile") if own else person.get_absolute_url()


@signed_in
@require_safe
def person(request: Request, pk: UUID) -> HttpResponse:
    """Show a person to owners, admins and themselves."""
    return show(request, find_person(request, pk))


@signed_in
@require_safe
def profile(request: Request) -> HttpResponse:
    """Show one's own page."""
    return show(request, _oneself(request), nav="")


@signed_in
@require_POST
def shortcuts_switch(request: Request) -> HttpResponse:
    """Switch one's own single-key shortcuts on or off."""
    person = _oneself(request)
    uses = request.POST.get("enabled") == "on"
    update_user(person, uses_shortcuts=uses, by=request.actor)
    words = "on" if uses else "off"
    return done(request, f"Single-key shortcuts are {words}.", "accounts:profile")


def _oneself(request: Request) -> User:
    return find_person(request, oneself(request).pk)


def show(request: Request, person: User, *, nav: str = "people", part: str = "") -> HttpResponse:
    """Draw a person's page or a part of it. A constant number of queries."""
    by = request.actor
    context = reachability(request, person) | {
        "nav": nav,
        "role_name": person.role_name,
        "groups": person.people_groups.order_by("name"),
        "may_edit": can_edit_profile(by, person),
        "may_manage": can_manage_person(by, person) and not by.is_person(person),
        "may_see_log": can_see_log(by),
        "may_see_groups": by.runs_the_account,
    }
    return page(request, "accounts/person.html", context, part=part)


def show_reach(request: Request, person: User) -> HttpResponse:
    """Draw what changes when a contact or rule is switched; without script, go to the page."""
    if not request.htmx:
        return done(request, "Saved.", home_of(request, person))
    return page(request, "accounts/person_reach.html", reachability(request, person))


def reachability(request: Request, person: User) -> dict[str, Any]:
    """The context of contacts and notification rules. Four queries."""
    by = request.actor
    contacts = list(person.contacts.all())
    order = {action: place for place, action in enumerate(NotificationRule.Action.values)}
    rules = sorted(
        person.notification_rules.prefetch_related("steps__contact"),
        key=lambda rule: order[rule.action],
    )
    is_own = by.is_person(person)
    for contact in contacts:
        contact.user = person  # spares a query for each
    return {
        "person": person,
        "is_own": is_own,
        "contacts": contacts,
        "rules": [
            {
                "rule": rule,
                "words": steps_in_words(rule, rule.steps.all(), contacts) + repeat_in_words(rule),
                "holds_only": rule_editor.words_of(rule),
            }
            for rule in rules
        ],
        "actions": NotificationRule.Action.choices,
        "warnings": warnings(person, contacts, rules, to_themselves=is_own),
        "may_edit_contacts": can_edit_contacts(by, person),
        "may_edit_rules": can_edit_rules(by, person),
        "may_manage": can_manage_person(by, person) and not is_own,
        "may_copy": can_manage_account(by) and bool(rules),
    }
