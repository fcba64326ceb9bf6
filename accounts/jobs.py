"""Work done outside the request. Deferred in the caller's transaction, done by any worker."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from accounts import providers
from accounts.actions import copy_runs
from common.sealed import unseal


@app.task(
    name="accounts.deliver", retry=RetryStrategy(max_attempts=10, exponential_wait=3)
)  # seconds: 3, 9, 27 …, about 8 hours in all
def deliver(sealed: str) -> None:
    """Send one e-mail. A mail server that is down is tried again, ever more slowly."""
    message: dict[str, Any] = json.loads(unseal(sealed))
    EmailMessage(**message).send()


@app.task(
    name="accounts.deliver_text", retry=RetryStrategy(max_attempts=5, exponential_wait=3)
)  # a code is valid for minutes
def deliver_text(method: str, sealed: str) -> None:
    """Send one text by SMS, or read it aloud in a call."""
    text: dict[str, Any] = json.loads(unseal(sealed))
    providers.send(method, providers.Text(**text))


@app.task(name="accounts.copy_rules", retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def copy_rules(copy_id: str) -> None:
    """Copy notification rules to the people who still wait for them."""
    copy_runs.run(UUID(copy_id))


@app.task(name="accounts.undo_rule_copy", retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def undo_rule_copy(copy_id: str) -> None:
    """Give people back the rules that a copying took."""
    copy_runs.run_undo(UUID(copy_id))


@app.periodic(cron="11 * * * *")
@app.task(name="accounts.forget_sessions", queueing_lock="accounts.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Forget sessions that are over: who opens a link without signing in leaves one, too."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


LOOKS = max(settings.WORKER_SILENT_SECONDS // 3, 1)  # seconds between two of them


@app.periodic(cron=f"* * * * * */{min(LOOKS, 59)}")  # the last of six says the seconds
@app.task(name="accounts.retry_stalled", queueing_lock="accounts.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs of workers that died to those that live. All of our jobs may be repeated."""
    manager = context.app.job_manager
    silent = settings.WORKER_SILENT_SECONDS
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=silent):
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # of a periodic job the next one waits already
            await manager.finish_job(job, Status.FAILED, delete_job=True)
