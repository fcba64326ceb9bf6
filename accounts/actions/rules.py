"""Notification rules: what a person is told of, where, and how soon."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.actors import Actor
from accounts.models import Contact, NotificationRule, NotificationStep, User
from accounts.permissions import can_delete, can_edit_rules, require
from accounts.rule_words import BEFORE, SCHEDULE_ACTIONS
from common.saving import save_valid

audit.WORDS |= {
    "rule.added": "added the notification rule {rule} of {target}",
    "rule.changed": "changed the notification rule {rule} of {target}",
    "rule.enabled": "enabled the notification rule {rule} of {target}",
    "rule.disabled": "disabled the notification rule {rule} of {target}",
    "rule.removed": "removed the notification rule {rule} of {target}",
    "rule.step_added": "added a step to the notification rule {rule} of {target}: {step}",
    "rule.step_changed": "changed a step of the notification rule {rule} of {target}: {step}",
    "rule.step_removed": "removed a step of the notification rule {rule} of {target}: {step}",
}

Action = NotificationRule.Action
# What a new person is told of, at their e-mail address: the kinds that wait for somebody.
DEFAULT_ACTIONS = (Action.CREATE_ALERT, Action.ASSIGNED, Action.SCHEDULE_START)
WHEN = ("criteria", "time_restriction", "schedules", "repeat")
MAX_RULES = 100
MAX_STEPS = 20


def add_default_rules(contacts: Iterable[Contact]) -> None:
    """Give new people rules that tell them at these contacts, if their roles may be told at all."""
    steps = [
        NotificationStep(contact=contact, rule=_default_rule(contact.user, position))
        for contact in contacts
        if "notification-rules-edit" in contact.user.rights
        for position in range(len(DEFAULT_ACTIONS))
    ]
    NotificationRule.objects.bulk_create(step.rule for step in steps)
    NotificationStep.objects.bulk_create(steps)


def _default_rule(person: User, position: int) -> NotificationRule:
    action = DEFAULT_ACTIONS[position]
    times = ["just-before"] if action in SCHEDULE_ACTIONS else []
    return NotificationRule(
        user=person, action=action, name=action.label, position=position, notification_time=times
    )


@transaction.atomic
def add_rule(
    person: User, *, action: str, name: str, notification_time: Sequence[str] = (), by: Actor
) -> NotificationRule:
    """Add a rule without steps, last of its kind. Raises ValidationError by field."""
    require(can_edit_rules(by, person))
    User.objects.select_for_update().get(pk=person.pk)
    rules = person.notification_rules
    if rules.count() >= MAX_RULES:
        raise ValidationError(f"A person can have {MAX_RULES} rules. Remove one first.")
    last = rules.aggregate(last=Max("position"))["last"]
    rule = NotificationRule(
        user=person, action=action, name=name.strip(), position=0 if last is None else last + 1
    )
    rule.notification_time = _checked_times(action, notification_time)
    save_valid(rule)
    audit.record(by, "rule.added", person, rule=rule.name, action=rule.get_action_display())
    return rule


@transaction.atomic
def change_rule(
    rule: NotificationRule,
    *,
    name: str,
    notification_time: Sequence[str] = (),
    by: Actor,
    **when: Any,
) -> NotificationRule:
    """Rename a rule; one about a schedule also gets the moments before the event.

    `when` are columns of WHEN in the v2 API's JSON, which an upper floor has checked; those that
    are left out stay.
    """
    require(can_edit_rules(by, rule.user))
    times = _checked_times(rule.action, notification_time)
    if unknown := set(when) - set(WHEN):
        raise TypeError(f"No columns that say when a rule holds: {unknown}")
    values = {"name": name.strip(), "notification_time": times} | when
    changes = audit.changes_to(rule, values)
    if changes:
        save_valid(rule)
        audit.record(by, "rule.changed", rule.user, changes=changes, rule=rule.name)
    return rule


@transaction.atomic
def set_rule_enabled(rule: NotificationRule, enabled: bool, *, by: Actor) -> NotificationRule:
    """Switch a rule on or off; its steps stay."""
    require(can_edit_rules(by, rule.user))
    if rule.is_enabled != enabled:
        rule.is_enabled = enabled
        rule.save(update_fields=["is_enabled"])
        audit.record(by, "rule.enabled" if enabled else "rule.disabled", rule.user, rule=rule.name)
    return rule


@transaction.atomic
def remove_rule(rule: NotificationRule, *, by: Actor) -> None:
    """Remove a rule with its steps."""
    require(can_edit_rules(by, rule.user) and can_delete(by))
    audit.record(by, "rule.removed", rule.user, rule=rule.name, action=rule.get_action_display())
    rule.delete()


@transaction.atomic
def add_step(
    rule: NotificationRule, *, contact: Contact, after_minutes: int = 0, by: Actor
) -> NotificationStep:
    """Tell one more contact of the same person, so many minutes after the event."""
    require(can_edit_rules(by, rule.user))
    NotificationRule.objects.select_for_update().get(pk=rule.pk)
    if rule.steps.count() >= MAX_STEPS:
        raise ValidationError(f"A rule can have {MAX_STEPS} steps. Remove one first.")
    step = NotificationStep(rule=rule)
    _fill(step, contact, after_minutes)
    audit.record(by, "rule.step_added", rule.user, rule=rule.name, step=str(step))
    return step


@transaction.atomic
def change_step(
    step: NotificationStep, *, contact: Contact, after_minutes: int = 0, by: Actor
) -> NotificationStep:
    """Point a step to another contact or moment."""
    rule = step.rule
    require(can_edit_rules(by, rule.user))
    before = str(step)
    _fill(step, contact, after_minutes)
    if str(step) != before:
        changes: audit.Changes = {"step": (before, str(step))}
        audit.record(
            by, "rule.step_changed", rule.user, changes=changes, rule=rule.name, step=str(step)
        )
    return step


@transaction.atomic
def set_step_enabled(step: NotificationStep, enabled: bool, *, by: Actor) -> NotificationStep:
    """Switch one step on or off."""
    rule = step.rule
    require(can_edit_rules(by, rule.user))
    if step.is_enabled != enabled:
        changes: audit.Changes = {"is_enabled": (step.is_enabled, enabled)}
        step.is_enabled = enabled
        step.save(update_fields=["is_enabled"])
        audit.record(
            by, "rule.step_changed", rule.user, changes=changes, rule=rule.name, step=str(step)
        )
    return step


@transaction.atomic
def remove_step(step: NotificationStep, *, by: Actor) -> None:
    """Take one step out of its rule."""
    rule = step.rule
    require(can_edit_rules(by, rule.user) and can_delete(by))
    audit.record(by, "rule.step_removed", rule.user, rule=rule.name, step=str(step))
    step.delete()


def _fill(step: NotificationStep, contact: Contact, after_minutes: int) -> None:
    if contact.user_id != step.rule.user_id:
        raise ValidationError({"contact": "Choose a contact of the same person."})
    step.contact = contact
    step.after_minutes = 0 if step.rule.action in SCHEDULE_ACTIONS else after_minutes
    save_valid(step)


def _checked_times(action: str, times: Sequence[str]) -> list[str]:
    if action not in SCHEDULE_ACTIONS:
        return []
    chosen = [time for time in BEFORE if time in times]
    if not chosen or set(times) - set(BEFORE):
        raise ValidationError({"notification_time": "Choose at least one moment."})
    return chosen
