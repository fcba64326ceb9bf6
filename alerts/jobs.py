"""Work done outside the request. Deferred in the caller's transaction, done by any worker."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from alerts import events, routes, sending, shifts, telling
from alerts.actions import answers
from alerts.models import AlertRequest
from alerts.telling import Target

TRIES = 10
AGAIN = RetryStrategy(max_attempts=TRIES, exponential_wait=3)  # seconds: 3, 9, 27 …
REQUESTS_KEPT = timedelta(days=1)


@app.task(name="alerts.tell", retry=AGAIN)
def tell(alert_id: str) -> None:
    """Tell the people of a new alert, or of one that woke."""
    telling.tell(UUID(alert_id))
    routes.explain(UUID(alert_id))


@app.task(name="alerts.tell_more", retry=AGAIN)
def tell_more(alert_id: str, kind: str, target_id: str, name: str = "", key: str = "") -> None:
    """Tell whoever was added to an alert later; the same key is the same addition."""
    telling.tell_more(UUID(alert_id), Target(kind, UUID(target_id), name), key=key)


@app.task(name="alerts.tell_of", retry=AGAIN)
def tell_of(entries: list[int]) -> None:
    """Tell people of what happened to alerts, by the ids of log entries."""
    events.tell_of(entries)


@app.task(name="alerts.escalate", retry=AGAIN)
def escalate(run_id: str) -> None:
    """Do the next step of an escalation."""
    telling.escalate(UUID(run_id))


@app.task(name="alerts.repeat", retry=AGAIN)
def repeat(alert_id: str, rule_id: str, because: str, since: str, last: str, key: str) -> None:
    """Do the steps of a person's rule once more; the same key is the same time."""
    began, before = datetime.fromisoformat(since), datetime.fromisoformat(last)
    telling.repeat(UUID(alert_id), UUID(rule_id), because, began, last=before, key=key)


@app.task(name="alerts.send", retry=AGAIN, pass_context=True)
def send(context: JobContext, notification_ids: list[str]) -> None:
    """Send some messages; those that fail are tried again."""
    is_last_try = context.job.attempts + 1 >= TRIES
    sending.send_all(map(UUID, notification_ids), is_last_try=is_last_try)


@app.periodic(cron="* * * * *")
@app.task(name="alerts.tell_of_shifts", queueing_lock="alerts.tell_of_shifts")
def tell_of_shifts(timestamp: int) -> None:
    """Tell people whose shifts begin or end."""
    shifts.tell_due(timezone.now())


@app.task(name="alerts.wake", retry=AGAIN)
def wake(alert_id: str, until: str) -> None:
    """End a snooze whose time is over."""
    answers.wake(UUID(alert_id), datetime.fromisoformat(until))


@app.periodic(cron="17 * * * *")
@app.task(name="alerts.forget_requests", queueing_lock="alerts.forget_requests")
def forget_requests(timestamp: int) -> None:
    """Drop what became of requests that are older than a day."""
    AlertRequest.objects.filter(at__lt=timezone.now() - REQUESTS_KEPT).delete()
