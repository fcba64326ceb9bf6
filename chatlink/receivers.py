"""What chat does when something happens to alerts."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from alerts.models import Alert, AlertLog
from alerts.signals import alert_logged, alert_telling
from chatlink import jobs, posting


@receiver(alert_telling)
def post_alert(alert: Alert, **kwargs: Any) -> None:
    """Let an alert be posted to the channels of its teams."""
    jobs.defer_in_turn(jobs.post, posting.plan(alert))


@receiver(alert_logged)
def follow_alerts(entries: Sequence[AlertLog], **kwargs: Any) -> None:
    """Let the messages about alerts follow what happens to them."""
    jobs.defer_in_turn(jobs.follow, posting.shown_otherwise(entries))
