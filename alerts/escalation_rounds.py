"""The rounds of an escalation at work: when its steps come, when it begins again, when it ends.

Rounds go by the clock as steps do, acknowledged or not: an acknowledgement lets those pass that
come while it holds. When it is taken back, what is still to come comes on time, and what has passed
does not come again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from procrastinate.contrib.django import app

from accounts.actors import Actor
from alerts import log
from alerts.actions.answers import WAITING, close
from alerts.models import Alert, EscalationRun
from oncall.models import EscalationRule

NOT_ACKED = EscalationRule.Condition.NOT_ACKED
SYSTEM = Actor.system()

log.WORDS |= {
    "escalation_again": "began the escalation {escalation} again, round {round}",
    "escalation_reset": "began the escalation {escalation} again, round {round}, and took back the"
    " acknowledgement",
    "escalation_quiet": "began the escalation {escalation} again, round {round}: it tells nobody"
    " while {person} has the alert acknowledged",
    "escalation_over": "came to the end of the escalation {escalation}, and nobody has answered",
}


def begin_again_if_due(
    alert: Alert, run: EscalationRun, steps: Sequence[EscalationRule], at: datetime
) -> None:
    """Begin the next round when all steps are done, the pause is over, and a round is left."""
    is_over = run.next_step >= len(steps) and at >= _end_of_round(run, steps)
    if not _pause(run) or not is_over or run.round >= run.escalation.repeat_count:
        return
    is_known = _is_acknowledged_since(run, alert)  # the log said so when an earlier round began
    run.round, run.next_step, run.round_started_at = run.round + 1, 0, at
    verb, said = "escalation_again", _said(run)
    if alert.is_acknowledged and run.escalation.resets_recipients:
        Alert.objects.filter(pk=alert.pk).update(**WAITING, updated_at=at)
        alert.is_acknowledged = False
        verb = "escalation_reset"
    elif _tells_nobody(steps, alert):
        if is_known:
            return
        verb, said["person"] = "escalation_quiet", alert.acknowledged_by
    log.record(alert, verb, by=SYSTEM, **said)


def plan_next(
    alert: Alert,
    run: EscalationRun,
    steps: Sequence[EscalationRule],
    at: datetime,
    *,
    has_done_steps: bool,
) -> None:
    """Let the run go on when its next step or round is due, or end it."""
    if run.next_step < len(steps):
        _at(run, moment_of(run, steps[run.next_step]))
        return
    escalation, pause, end = run.escalation, _pause(run), _end_of_round(run, steps)
    if has_done_steps:  # late after a standstill: people have the whole pause all the same
        end = max(end, at + pause)
    goes_on = run.round < escalation.repeat_count or escalation.closes_alert
    if pause and goes_on and at < end:
        _at(run, end)
        return
    run.state = EscalationRun.State.DONE
    if pause and escalation.closes_alert and not alert.is_acknowledged:
        log.record(alert, "escalation_over", by=SYSTEM, escalation=escalation.name)
        close(alert, by=Actor.system(f"Escalation {escalation.name}"))


def may_tell(step: EscalationRule, alert: Alert) -> bool:
    """Whether the condition of a step holds."""
    return not (step.condition == NOT_ACKED and alert.is_acknowledged)


def is_quiet(run: EscalationRun, steps: Sequence[EscalationRule], alert: Alert) -> bool:
    """Whether the log has said that nobody is told in this round, so that steps need not."""
    return run.round > 0 and _tells_nobody(steps, alert) and _is_acknowledged_since(run, alert)


def moment_of(run: EscalationRun, step: EscalationRule) -> datetime:
    """When a step is due in the round that runs."""
    return run.round_started_at + timedelta(minutes=step.delay_minutes)


def _tells_nobody(steps: Sequence[EscalationRule], alert: Alert) -> bool:
    """Whether all steps ask that the alert is not acknowledged, and it is."""
    return alert.is_acknowledged and not any(may_tell(step, alert) for step in steps)


def _is_acknowledged_since(run: EscalationRun, alert: Alert) -> bool:
    """Whether the alert was acknowledged all the time since the round began."""
    since = alert.acknowledged_at
    return alert.is_acknowledged and since is not None and since <= run.round_started_at


def _said(run: EscalationRun) -> dict[str, Any]:
    return {"escalation": run.escalation.name, "round": run.round + 1}


def _pause(run: EscalationRun) -> timedelta:
    return timedelta(minutes=run.escalation.repeat_after_minutes or 0)


def _end_of_round(run: EscalationRun, steps: Sequence[EscalationRule]) -> datetime:
    return (moment_of(run, steps[-1]) if steps else run.round_started_at) + _pause(run)


def _at(run: EscalationRun, moment: datetime) -> None:
    app.configure_task("alerts.escalate", schedule_at=moment).defer(run_id=str(run.pk))
