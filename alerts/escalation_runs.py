"""Escalations at work: each step on time, as long as its condition holds.

A run goes by the clock. Each step asks its own condition when it is due, so that an acknowledgement
that is taken back lets the next step speak again. Closing or snoozing the alert ends the run; the
end of a snooze begins it anew. Whoever works on a run locks the alert first, then the run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from accounts.actors import Actor
from accounts.models import User
from alerts import log
from alerts.actions.answers import WAITING, close
from alerts.models import Alert, EscalationRun
from oncall.models import Escalation, EscalationRule
from oncall.targets import people_of_steps

State = EscalationRun.State
NOT_ACKED = EscalationRule.Condition.NOT_ACKED
SYSTEM = Actor.system()

log.WORDS |= {
    "escalation_step": "went to step {step} of {escalation}: {told}",
    "escalation_again": "began the escalation {escalation} again, round {round}",
    "escalation_reset": "began the escalation {escalation} again, round {round}, and took back the"
    " acknowledgement",
    "escalation_over": "came to the end of the escalation {escalation}, and nobody has answered",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A run and the steps of it that are due; `number` counts the first of them from 1."""

    run: EscalationRun
    number: int
    steps: list[EscalationRule]


def start(alert: Alert, escalations: Sequence[UUID], at: datetime) -> dict[User, str]:
    """Start escalations for an alert from their first steps; one that runs begins anew.

    Returns whom the steps tell that come at once, and why. In the caller's transaction, which
    holds the alert.
    """
    running = EscalationRun.objects.filter(alert=alert, escalation__in=escalations)
    running.filter(state=State.RUNNING).update(state=State.STOPPED)
    rows = Escalation.objects.filter(pk__in=escalations)
    runs = [
        EscalationRun(alert=alert, escalation=row, started_at=at, round_started_at=at)
        for row in rows
    ]
    return go_on(alert, EscalationRun.objects.bulk_create(runs), at)


def go_on(alert: Alert, runs: Sequence[EscalationRun], at: datetime) -> dict[User, str]:
    """Do what is due in these runs and plan what comes next. Returns whom to tell, and why."""
    if not runs:
        return {}
    if not alert.is_open or (alert.snoozed_until and alert.snoozed_until > at):
        _end(runs, State.STOPPED)
        return {}
    steps = _steps_of(runs)
    for run in runs:
        _begin_again_if_due(alert, run, steps[run.escalation_id], at)
    due = [_due(run, steps[run.escalation_id], at) for run in runs]
    people = people_of_steps(
        [step for one in due for step in one.steps if _may_tell(step, alert)], at
    )
    told = _tell(alert, due, people)
    for run in runs:
        _plan_next(alert, run, steps[run.escalation_id], at)
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


def _due(run: EscalationRun, steps: Sequence[EscalationRule], at: datetime) -> Due:
    """Take the steps of a run that are due; the run goes on after them."""
    first = run.next_step
    ready = [step for step in steps[first:] if _moment(run, step) <= at]
    run.next_step += len(ready)
    return Due(run, first + 1, ready)


def _tell(alert: Alert, due: Iterable[Due], people: dict[UUID, list[User]]) -> dict[User, str]:
    """Write into the log whom each step tells, and return them."""
    told: dict[User, str] = {}
    for one in due:
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
    if not _may_tell(step, alert):
        return f"nobody is told, as {alert.acknowledged_by} has acknowledged the alert"
    return "there is nobody to tell"


def _may_tell(step: EscalationRule, alert: Alert) -> bool:
    return not (step.condition == NOT_ACKED and alert.is_acknowledged)


def _plan_next(
    alert: Alert, run: EscalationRun, steps: Sequence[EscalationRule], at: datetime
) -> None:
    """Let the run go on when its next step is due, or end it."""
    if run.next_step < len(steps):
        _at(run, _moment(run, steps[run.next_step]))
        return
    pause, ends = _pause(run), run.escalation.closes_alert
    may_go_on = pause and (ends or run.round < run.escalation.repeat_count)
    # Acknowledged or not: that may be taken back until the pause is over.
    if may_go_on and at < (moment := _end_of_round(run, steps, pause)):
        _at(run, moment)
        return
    run.state = State.DONE
    if may_go_on and ends and _is_worth_waiting(alert, run, steps):
        log.record(alert, "escalation_over", by=SYSTEM, escalation=run.escalation.name)
        close(alert, by=Actor.system(f"Escalation {run.escalation.name}"))


def _begin_again_if_due(
    alert: Alert, run: EscalationRun, steps: Sequence[EscalationRule], at: datetime
) -> None:
    """Begin the next round when all steps are done, the pause is over, and a round is left."""
    pause = _pause(run)
    if not pause or run.next_step < len(steps) or at < _end_of_round(run, steps, pause):
        return
    if run.round >= run.escalation.repeat_count or not _is_worth_waiting(alert, run, steps):
        return
    run.round, run.next_step, run.round_started_at = run.round + 1, 0, at
    said = {"escalation": run.escalation.name, "round": run.round + 1}
    takes_back = run.escalation.resets_recipients and alert.is_acknowledged
    if takes_back:
        Alert.objects.filter(pk=alert.pk).update(**WAITING)
        alert.is_acknowledged = False
    log.record(alert, "escalation_reset" if takes_back else "escalation_again", by=SYSTEM, **said)


def _is_worth_waiting(alert: Alert, run: EscalationRun, steps: Sequence[EscalationRule]) -> bool:
    """Whether something can come after the last step: another round, or closing the alert."""
    escalation = run.escalation
    if not alert.is_acknowledged:
        return run.round < escalation.repeat_count or escalation.closes_alert
    goes_on = escalation.resets_recipients or any(_may_tell(step, alert) for step in steps)
    return goes_on and run.round < escalation.repeat_count


def _end(runs: Sequence[EscalationRun], state: State) -> None:
    EscalationRun.objects.filter(pk__in=[run.pk for run in runs]).update(state=state)


def _pause(run: EscalationRun) -> timedelta:
    return timedelta(minutes=run.escalation.repeat_after_minutes or 0)


def _moment(run: EscalationRun, step: EscalationRule) -> datetime:
    return run.round_started_at + timedelta(minutes=step.delay_minutes)


def _end_of_round(
    run: EscalationRun, steps: Sequence[EscalationRule], pause: timedelta
) -> datetime:
    return (_moment(run, steps[-1]) if steps else run.round_started_at) + pause


def _at(run: EscalationRun, moment: datetime) -> None:
    app.configure_task("alerts.escalate", schedule_at=moment).defer(run_id=str(run.pk))
