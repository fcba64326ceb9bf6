"""Work for chats that is done outside the request. Deferred in the caller's transaction."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from chatlink import chat_links, posting
from chatlink.adapters import ADAPTERS
from chatlink.adapters.base import NotPosted
from chatlink.errors import note_error
from chatlink.messages import Link, Reply
from chatlink.models import Delivery, Integration
from common.outgoing import NotAllowed
from common.sealed import unseal

TRIES = 5
AGAIN = RetryStrategy(max_attempts=TRIES, exponential_wait=3)  # seconds: 3, 9, 27 …
DELIVERIES_KEPT = timedelta(hours=1)  # longer than any request is fresh
LINKS_KEPT = timedelta(days=30)  # so long the log says who opened one too late


@app.task(name="chatlink.deliver", retry=AGAIN, pass_context=True)
def deliver(context: JobContext, integration_id: str, sealed: str) -> None:
    """Give a reply to a chat system that takes none in its answer."""
    found = Integration.objects.select_related("chat_team").filter(pk=UUID(integration_id))
    integration = found.first()
    if integration is None:
        return
    said = json.loads(unseal(sealed))
    link = Link(*said["link"]) if said["link"] else None
    reply = Reply(tuple(said["lines"]), link=link, is_private=said["is_private"])
    try:
        ADAPTERS[integration.adapter].deliver(reply, said["reply_to"], integration.credentials)
    except (NotPosted, NotAllowed, OSError) as problem:
        if isinstance(problem, OSError) and not _is_last(context):
            raise
        note_error(integration.pk, str(problem), now=timezone.now())


@app.task(name="chatlink.post", retry=AGAIN, pass_context=True)
def post(context: JobContext, post_id: int) -> None:
    """Post an alert to a channel."""
    posting.post(post_id, is_last_try=_is_last(context))


@app.task(name="chatlink.follow", retry=AGAIN, pass_context=True)
def follow(context: JobContext, post_id: int) -> None:
    """Bring a message about an alert up to date."""
    posting.follow(post_id, is_last_try=_is_last(context))


def defer_in_turn(task: Task[Any, Any, Any], post_ids: Iterable[int]) -> None:
    """Defer `post` or `follow` for each of these posts, in one statement.

    Of one post the jobs are done one after the other: so it is posted once, and what is written
    last is what the alert is last.
    """
    new = task.configure()
    jobs = [
        new.job.evolve(task_kwargs={"post_id": one}, lock=f"chatlink.post:{one}")
        for one in post_ids
    ]
    if jobs:
        new.job_manager.batch_defer_jobs(jobs=jobs)


def _is_last(context: JobContext) -> bool:
    return context.job.attempts + 1 >= TRIES


@app.periodic(cron="23 * * * *")
@app.task(name="chatlink.forget", queueing_lock="chatlink.forget")
def forget(timestamp: int) -> None:
    """Forget requests that would be too old to be taken again, and links that work no more."""
    now = timezone.now()
    Delivery.objects.filter(seen_at__lt=now - DELIVERIES_KEPT).delete()
    chat_links.forget(now - LINKS_KEPT)
