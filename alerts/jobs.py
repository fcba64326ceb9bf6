"""Work done outside the request. Deferred in the caller's transaction, done by any worker."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from alerts import telling
from alerts.actions import answers
from alerts.models import AlertRequest

AGAIN = RetryStrategy(max_attempts=10, exponential_wait=3)  # seconds: 3, 9, 27 …
REQUESTS_KEPT = timedelta(days=1)


@app.task(name="alerts.tell", retry=AGAIN)
def tell(alert_id: str) -> None:
    """Tell the people of a new alert, or of one that woke."""
    telling.tell(UUID(alert_id))


@app.task(name="alerts.tell_more", retry=AGAIN)
def tell_more(alert_id: str, kind: str, target_id: str) -> None:
    """Tell whoever was added to an alert later."""
    telling.tell_more(UUID(alert_id), kind, UUID(target_id))


@app.task(name="alerts.wake", retry=AGAIN)
def wake(alert_id: str, until: str) -> None:
    """End a snooze whose time is over."""
    answers.wake(UUID(alert_id), datetime.fromisoformat(until))


@app.periodic(cron="17 * * * *")
@app.task(name="alerts.forget_requests", queueing_lock="alerts.forget_requests")
def forget_requests(timestamp: int) -> None:
    """Drop what became of requests that are older than a day."""
    AlertRequest.objects.filter(at__lt=timezone.now() - REQUESTS_KEPT).delete()
