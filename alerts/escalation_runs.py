"""Escalations at work: each step on time, as long as its condition holds.

A run goes by the clock. Each step asks its own condition when it is due, so that an acknowledgement
that is taken back lets the next step speak again. Closing or snoozing the alert ends the run; the
end of a snooze begins it anew. Whoever works on a run locks the alert first, then the run. Rounds
are in `alerts.escalation_rounds`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.actors import Actor
from accounts.models import User
from alerts import log
from alerts.escalation_rounds import begin_again_if_due, is_quiet, may_tell, moment_of, plan_next
from alerts.models import Alert, EscalationRun
from oncall.models import Escalation, EscalationRule
from oncall.targets import people_of_steps

State = EscalationRun.State
SYSTEM = Actor.system()

log.WORDS |= {
    "escalation_step": "went to step {step} of {escalation}: {told}",
    "escalation_empty": "could not notify the escalation {escalation}: it has no steps",
    "escalation_deleted": "deleted the escalation {escalation}: its further steps do not come",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A run and the steps of it that are due; `number` counts the first of them from 1.

    Of quiet ones the log says nothing.
    """

    run: EscalationRun
    number: int
    steps: list[EscalationRule]
    is_quiet: bool


def start(alert: Alert, escalations: Sequence[Escalation], at: datetime) -> dict[User, str]:
    """Start escalations for an alert from their first steps; one that runs begins anew.

    Returns whom the steps tell that come at once, and why. In the caller's transaction, which
    holds the alert.
    """
    if not escalations:
        return {}
    running = EscalationRun.objects.filter(alert=alert, escalation__in=escalations)
    running.filter(state=State.RUNNING).update(state=State.STOPPED)
    runs = [
        EscalationRun(alert=alert, escalation=one, started_at=at, round_started_at=at)
        for one in escalations
    ]
    return go_on(alert, EscalationRun.objects.bulk_create(runs), at)


def log_deletion(escalations: Sequence[Escalation], *, by: Actor) -> None:
    """Say in the logs of open alerts that these escalations, which are at work there, are deleted.

    In the transaction that deletes them. Two statements for each escalation that is at work, and
    one. A snoozed alert would begin its escalations anew.
    """
    is_to_come = Q(state=State.RUNNING) | Q(alert__snoozed_until__isnull=False)
    runs = EscalationRun.objects.filter(is_to_come, escalation__in=escalations)
    runs = runs.filter(alert__status=Alert.Status.OPEN).select_related("alert")
    alerts: dict[UUID, dict[UUID, Alert]] = {one.pk: {} for one in escalations}
    for run in runs.defer("alert__search_words"):
        alerts[run.escalation_id][run.alert_id] = run.alert
    for one in escalations:
        if found := list(alerts[one.pk].values()):
            log.record_all(found, "escalation_deleted", by=by, escalation=one.name)


def go_on(alert: Alert, runs: Sequence[EscalationRun], at: datetime) -> dict[User, str]:
    """Do what is due in these runs and plan what comes next. Returns whom to tell, and why."""
    if not runs:
        return {}
    if not alert.is_open or (alert.snoozed_until and alert.snoozed_until > at):
        _end(runs, State.STOPPED)
        return {}
    steps = _steps_of(runs)
    for run in runs:
        begin_again_if_due(alert, run, steps[run.escalation_id], at)
        if not steps[run.escalation_id]:
            log.record(alert, "escalation_empty", by=SYSTEM, escalation=run.escalation.name)
    due = [_due(alert, run, steps[run.escalation_id], at) for run in runs]
    people = people_of_steps(
        [step for one in due for step in one.steps if may_tell(step, alert)], at
    )
    told = _tell(alert, due, people)
    for one in due:
        own = steps[one.run.escalation_id]
        plan_next(alert, one.run, own, at, has_done_steps=bool(one.steps))
    EscalationRun.objects.bulk_update(runs, ["state", "round", "next_step", "round_started_at"])
    return told


def _steps_of(runs: Iterable[EscalationRun]) -> dict[UUID, list[EscalationRule]]:
    steps: dict[UUID, list[EscalationRule]] = {run.escalation_id: [] for run in runs}
    rows = EscalationRule.objects.filter(escalation__in=steps)
    for step in rows.select_related("user", "schedule", "team").order_by(
        "delay_minutes", "position"
    ):
        steps[step.escalation_id].append(step)
    return steps


def _due(alert: Alert, run: EscalationRun, steps: Sequence[EscalationRule], at: datetime) -> Due:
    """Take the steps of a run that are due; the run goes on after them."""
    first = run.next_step
    ready = [step for step in steps[first:] if moment_of(run, step) <= at]
    run.next_step += len(ready)
    return Due(run, first + 1, ready, is_quiet(run, steps, alert))


def _tell(alert: Alert, due: Iterable[Due], people: dict[UUID, list[User]]) -> dict[User, str]:
    """Write into the log whom each step tells, and return them."""
    told: dict[User, str] = {}
    for one in due:
        if one.is_quiet:
            continue
        name = one.run.escalation.name
        for number, step in enumerate(one.steps, one.number):
            found = people.get(step.pk, [])
            words = ", ".join(person.full_name for person in found)
            words = words or _why_nobody(step, alert)
            log.record(
                alert, "escalation_step", by=SYSTEM, step=number, escalation=name, told=words
            )
            for person in found:
                told.setdefault(person, f"Escalation {name}, step {number}")
    return told


def _why_nobody(step: EscalationRule, alert: Alert) -> str:
    if not may_tell(step, alert):
        return f"nobody is told, as {alert.acknowledged_by} has acknowledged the alert"
    return "there is nobody to tell"


def _end(runs: Sequence[EscalationRun], state: State) -> None:
    EscalationRun.objects.filter(pk__in=[run.pk for run in runs]).update(state=state)
