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
    for post_id in posting.plan(alert):
        jobs.post.defer(post_id=post_id)


@receiver(alert_logged)
def follow_alerts(entries: Sequence[AlertLog], **kwargs: Any) -> None:
    """Let the messages about alerts follow what happens to them."""
    some: list[Any] = [{"alert_id": str(one)} for one in posting.alerts_shown(entries)]
    if some:
        jobs.follow.batch_defer(*some)
