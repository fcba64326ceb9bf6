"""Notification rules and their steps."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts import rule_editor
from accounts.actions.rules import (
    add_rule,
    add_step,
    change_rule,
    change_step,
    remove_rule,
    remove_step,
    set_rule_enabled,
    set_step_enabled,
)
from accounts.forms.rules import NewRuleForm, StepForm, action_of
from accounts.http import Request
from accounts.models import NotificationRule, NotificationStep, User
from accounts.permissions import can_edit_rules, require
from accounts.reach import why_unreachable
from accounts.rule_words import is_about_schedules
from accounts.views.dialogs import dialog, sent, show_or_send
from accounts.views.person import find_person, home_of, show_reach
from common.forms import carry_out
from common.pages import done, page
from common.policy import signed_in


@signed_in
@show_or_send
def rule_new(request: Request, pk: UUID) -> HttpResponse:
    """Add a rule of the kind that the URL or the form names, with its first step."""
    person = _editable(request, pk)
    action = action_of(request.POST.get("action") or request.GET.get("action"))
    defaults = {"action": action, "name": action.label, "notification_time": ["just-before"]}
    form = NewRuleForm(sent(request), person=person, action=action, initial=defaults)
    rule = carry_out(form, lambda: _add_with_step(request, person, form.cleaned_data))
    if rule:
        return done(request, f"Rule “{rule.name}” added.", home_of(request, person))
    return _dialog(request, "rule_new", person, {"form": form, "action": action})


@signed_in
@show_or_send
def rule_edit(request: Request, pk: UUID, rule_pk: UUID) -> HttpResponse:
    """Show a rule with its steps, and change its name and when it holds."""
    _, rule = _find(request, pk, rule_pk)
    form = rule_editor.current().form_of(sent(request), rule)
    carry_out(form, lambda: change_rule(rule, **form.values, by=request.actor))
    if form.is_valid():
        return done(request, "Rule saved.", "accounts:rule_edit", pk, rule_pk)
    if form.is_bound:
        rule.refresh_from_db()
    status = 422 if form.is_bound else 200
    return page(request, "accounts/rule_edit.html", _about(request, rule, form), status=status)


@signed_in
@require_POST
def rule_switch(request: Request, pk: UUID, rule_pk: UUID) -> HttpResponse:
    """Enable or disable a rule."""
    person, rule = _find(request, pk, rule_pk)
    set_rule_enabled(rule, request.POST.get("enabled") == "on", by=request.actor)
    return show_reach(request, person)


@signed_in
@show_or_send
def rule_remove(request: Request, pk: UUID, rule_pk: UUID) -> HttpResponse:
    """Remove a rule, after saying what goes with it."""
    person, rule = _find(request, pk, rule_pk)
    if request.method == "POST":
        remove_rule(rule, by=request.actor)
        return done(request, f"Rule “{rule.name}” removed.", home_of(request, person))
    return _dialog(request, "rule_remove", person, {"rule": rule, "steps": rule.steps.count()})


@signed_in
@show_or_send
def step_new(request: Request, pk: UUID, rule_pk: UUID) -> HttpResponse:
    """Add a step to a rule."""
    person, rule = _find(request, pk, rule_pk)
    form = StepForm(sent(request), person=person, action=rule.action)
    carry_out(form, lambda: add_step(rule, **form.cleaned_data, by=request.actor))
    if form.is_valid():
        return done(request, "Step added.", "accounts:rule_edit", pk, rule_pk)
    return _dialog(request, "rule_step", person, {"form": form, "rule": rule})


@signed_in
@show_or_send
def step_edit(request: Request, pk: UUID, rule_pk: UUID, step_pk: UUID) -> HttpResponse:
    """Change a step's contact or moment."""
    person, rule, step = _find_step(request, pk, rule_pk, step_pk)
    initial = {"contact": step.contact_id, "after_minutes": step.after_minutes}
    form = StepForm(sent(request), person=person, action=rule.action, initial=initial)
    carry_out(form, lambda: change_step(step, **form.cleaned_data, by=request.actor))
    if form.is_valid():
        return done(request, "Step saved.", "accounts:rule_edit", pk, rule_pk)
    return _dialog(request, "rule_step", person, {"form": form, "rule": rule, "step": step})


@signed_in
@require_POST
def step_switch(request: Request, pk: UUID, rule_pk: UUID, step_pk: UUID) -> HttpResponse:
    """Enable or disable a step."""
    _, rule, step = _find_step(request, pk, rule_pk, step_pk)
    set_step_enabled(step, request.POST.get("enabled") == "on", by=request.actor)
    if not request.htmx:
        return done(request, "Saved.", "accounts:rule_edit", pk, rule_pk)
    return page(request, "accounts/rule_edit.html", _about(request, rule), part="steps")


@signed_in
@require_POST
def step_remove(request: Request, pk: UUID, rule_pk: UUID, step_pk: UUID) -> HttpResponse:
    """Take a step out of its rule."""
    _, _, step = _find_step(request, pk, rule_pk, step_pk)
    remove_step(step, by=request.actor)
    return done(request, "Step removed.", "accounts:rule_edit", pk, rule_pk)


@transaction.atomic
def _add_with_step(request: Request, person: User, values: dict[str, Any]) -> NotificationRule:
    step = {name: values.pop(name) for name in ("contact", "after_minutes") if name in values}
    rule = add_rule(person, **values, by=request.actor)
    add_step(rule, **step, by=request.actor)
    return rule


def _about(request: Request, rule: NotificationRule, form: Any = None) -> dict[str, Any]:
    steps = list(rule.steps.select_related("contact"))
    return {
        "person": rule.user,
        "rule": rule,
        "form": form,
        "steps": [(step, *why_unreachable(step.contact)) for step in steps],
        "is_about_schedules": is_about_schedules(rule.action),
        "holds_only": rule_editor.words_of(rule),
        "editor": rule_editor.current(),
        "back": home_of(request, rule.user),
        "nav": "" if request.actor.is_person(rule.user) else "people",
    }


def _editable(request: Request, pk: UUID) -> User:
    person = find_person(request, pk)
    require(can_edit_rules(request.actor, person))
    return person


def _find(request: Request, pk: UUID, rule_pk: UUID) -> tuple[User, NotificationRule]:
    person = _editable(request, pk)
    rule = get_object_or_404(NotificationRule, user=person, pk=rule_pk)
    rule.user = person
    return person, rule


def _find_step(
    request: Request, pk: UUID, rule_pk: UUID, step_pk: UUID
) -> tuple[User, NotificationRule, NotificationStep]:
    person, rule = _find(request, pk, rule_pk)
    step = get_object_or_404(NotificationStep, rule=rule, pk=step_pk)
    step.rule = rule
    return person, rule, step


def _dialog(request: Request, name: str, person: User, context: dict[str, Any]) -> HttpResponse:
    context |= {"person": person, "back": home_of(request, person), "nav": "people"}
    return dialog(request, name, context)
