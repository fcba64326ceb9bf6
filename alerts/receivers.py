"""What alerts do when something happens to them."""

from collections.abc import Sequence
from itertools import batched
from typing import Any

from django.dispatch import receiver

from alerts import jobs
from alerts.events import ANSWERS, EVENTS
from alerts.models import AlertLog
from alerts.signals import alert_logged

IN_ONE_JOB = 100  # log entries


@receiver(alert_logged)
def tell_of_events(entries: Sequence[AlertLog], **kwargs: Any) -> None:
    """Let people be told, by jobs: however many alerts are changed at once, nobody waits."""
    told = [entry.pk for entry in entries if entry.verb in EVENTS or entry.verb in ANSWERS]
    if told:
        some: list[Any] = [{"entries": list(one)} for one in batched(told, IN_ONE_JOB)]
        jobs.tell_of.batch_defer(*some)
