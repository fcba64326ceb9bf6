"""Making, changing and deleting escalations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.meanwhile import check_unchanged
from accounts.models import User
from accounts.permissions import can_delete, require
from common.saving import Unfit, insert_valid, save_valid
from oncall import escalation_words as words
from oncall.actions.holding import hold
from oncall.models import Escalation, EscalationRule, Schedule
from oncall.permissions import can_manage_oncall
from oncall.signals import escalations_deleting
from oncall.uses import refuse_if_used
from teams.models import Team

audit.WORDS |= {
    "escalation.created": "created the escalation {target}",
    "escalation.updated": "changed the escalation {target}",
    "escalation.deleted": "deleted the escalation {target}",
}

MOST_STEPS = 50
A_DAY = 24 * 60  # minutes
REPEAT = ("repeat_after_minutes", "repeat_count", "resets_recipients", "closes_alert")
UNFIT = {
    EscalationRule.Kind.USER: "A step that names a person tells that person.",
    EscalationRule.Kind.SCHEDULE: "Of a schedule, a step tells whoever is on call, is next, or was "
    "before.",
    EscalationRule.Kind.TEAM: "Of a team, a step tells everybody, its admins, its other members, "
    "one at random, or whoever is on call.",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step as somebody wants it. A delay counts from the beginning, in minutes."""

    recipient: User | Schedule | Team
    delay_minutes: int = 0
    condition: str = EscalationRule.Condition.NOT_ACKED
    notify_type: str = EscalationRule.NotifyType.DEFAULT

    @property
    def kind(self) -> EscalationRule.Kind:
        """What the step names."""
        return EscalationRule.Kind(str(self.recipient._meta.model_name))


@transaction.atomic
def create_escalation(
    *, name: str, team: Team | None, steps: Sequence[Step], by: Actor, **values: Any
) -> Escalation:
    """Make an escalation; `values` are its description and how it repeats (see REPEAT).

    Raises ValidationError naming the field; a wrong step is named in "steps".
    """
    require(can_manage_oncall(by, team))
    stripped = {"name": name.strip(), "description": values.pop("description", "").strip()}
    escalation = Escalation(team=team, **stripped, **values)
    _check_repeat(escalation)
    save_valid(escalation)
    _write(escalation, steps)
    audit.record(by, "escalation.created", escalation, team_id=escalation.team_id)
    return escalation


@transaction.atomic
def change_escalation(
    escalation: Escalation,
    *,
    steps: Sequence[Step] | None = None,
    shown: str = "",
    by: Actor,
    **values: Any,
) -> Escalation:
    """Change an escalation's name, description, team or repeating; `steps` replace all it has.

    Who gives it to another team manages both. `shown` as in accounts/meanwhile.py.
    """
    hold(escalation)
    require(can_manage_oncall(by, escalation.team))
    check_unchanged(shown, escalation.pk, "escalation.updated")
    if "team" in values:
        require(can_manage_oncall(by, values["team"]))
    stripped = {
        field: value.strip() if isinstance(value, str) else value for field, value in values.items()
    }
    changes = audit.changes_to(escalation, stripped)
    if changes:
        _check_repeat(escalation)
        save_valid(escalation)
    if steps is not None:
        changes |= _replace(escalation, steps)
    if changes:
        team_id = escalation.team_id
        audit.record(by, "escalation.updated", escalation, team_id=team_id, changes=changes)
    return escalation


@transaction.atomic
def delete_escalation(escalation: Escalation, *, by: Actor) -> None:
    """Delete an escalation with its steps. Raises ValidationError while a rule notifies it."""
    hold(escalation)
    require(can_manage_oncall(by, escalation.team) and can_delete(by))
    refuse_if_used(escalation)
    escalations_deleting.send(Escalation, escalations=[escalation], by=by)
    audit.record(by, "escalation.deleted", escalation, team_id=escalation.team_id)
    escalation.delete()


def steps_of(escalation: Escalation) -> list[EscalationRule]:
    """Its steps in the order in which they come, with whom they name. One query."""
    rules = escalation.rules.select_related("user", "schedule", "team")
    return list(rules.defer("user__search_words", "user__password", "team__search_words"))


def planned(steps: Sequence[Step]) -> list[EscalationRule]:
    """Steps as rows that are not stored: to say what they would do."""
    return _rows(Escalation(), steps)


def _replace(escalation: Escalation, steps: Sequence[Step]) -> audit.Changes:
    before = steps_of(escalation)
    as_sent = sorted(before, key=lambda one: one.position)
    if list(map(_values, as_sent)) == list(map(_values, _rows(escalation, steps))):
        return {}
    escalation.rules.all().delete()
    _write(escalation, steps)
    return {"steps": (words.sentences(before), words.sentences(steps_of(escalation)))}


def _write(escalation: Escalation, steps: Sequence[Step]) -> None:
    if len(steps) > MOST_STEPS:
        raise ValidationError({"steps": f"An escalation has {MOST_STEPS} steps at most."})
    for number, step in enumerate(steps, 1):
        if not words.fits(step.kind, step.notify_type):
            raise ValidationError({"steps": f"Step {number}: {UNFIT[step.kind]}"})
    try:
        insert_valid(_rows(escalation, steps))
    except Unfit as unfit:
        number, problem = min(unfit.problems.items())
        text = f"Step {number + 1}: {' '.join(problem.messages)}"
        raise ValidationError({"steps": text}) from None


def _rows(escalation: Escalation, steps: Sequence[Step]) -> list[EscalationRule]:
    return [_row(escalation, step, place) for place, step in enumerate(steps)]


def _row(escalation: Escalation, step: Step, place: int) -> EscalationRule:
    return EscalationRule(
        escalation=escalation,
        position=place,
        delay_minutes=step.delay_minutes,
        condition=step.condition,
        notify_type=step.notify_type,
        kind=step.kind,
        **{step.kind.value: step.recipient},
    )


def _values(row: EscalationRule) -> tuple[Any, ...]:
    names = (row.kind, row.user_id, row.schedule_id, row.team_id)
    return (*names, row.delay_minutes, row.condition, row.notify_type)


def _check_repeat(escalation: Escalation) -> None:
    """Raise ValidationError unless what is said about repeating goes together."""
    wait = escalation.repeat_after_minutes
    if wait is None:
        if escalation.repeat_count or escalation.resets_recipients or escalation.closes_alert:
            raise ValidationError(
                {"repeat_after_minutes": "Say after how many minutes it begins again."}
            )
    elif not 1 <= wait <= A_DAY:
        raise ValidationError(
            {"repeat_after_minutes": "It begins again after a minute to a day (1,440 minutes)."}
        )
    elif not escalation.repeat_count:
        raise ValidationError({"repeat_count": "Say how often it begins again: 1 to 20 times."})
