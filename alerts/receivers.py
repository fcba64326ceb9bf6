"""What alerts do when something happens to them."""

from collections.abc import Sequence
from itertools import batched
from typing import Any

from django.dispatch import receiver

from accounts.actors import Actor
from alerts import escalation_runs, jobs
from alerts.events import ANSWERS, EVENTS
from alerts.models import AlertLog
from alerts.signals import alert_logged
from oncall.models import Escalation
from oncall.signals import escalations_deleting

IN_ONE_JOB = 100  # log entries


@receiver(escalations_deleting)
def tell_the_logs(escalations: Sequence[Escalation], by: Actor, **kwargs: Any) -> None:
    """The alerts on which an escalation is at work say that it goes no further."""
    escalation_runs.log_deletion(escalations, by=by)


@receiver(alert_logged)
def tell_of_events(entries: Sequence[AlertLog], **kwargs: Any) -> None:
    """Let people be told, by jobs: however many alerts are changed at once, nobody waits."""
    told = [entry.pk for entry in entries if entry.verb in EVENTS or entry.verb in ANSWERS]
    if told:
        some: list[Any] = [{"entries": list(one)} for one in batched(told, IN_ONE_JOB)]
        jobs.tell_of.batch_defer(*some)
