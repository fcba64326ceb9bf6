"""Runs the background jobs that a test has caused, as a worker would, in the test's transaction."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections
from django.db.models import Q
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


@contextmanager
def no_event_loop() -> Iterator[None]:
    """As if the browser of earlier tests, once started, ran no event loop in this thread.

    Django keeps the connections of a thread with a loop apart: what is done here is another's.
    """
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        if running:
            connections.close_all()
        asyncio._set_running_loop(running)


def run_jobs() -> int:
    """Run every job that is due now in order, also those that jobs defer. Returns how many ran."""
    done = 0
    while job := due_jobs().order_by("id").first():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job.id]
            )
        task = app.tasks[job.task_name]
        first: list[Any] = [context_of(job)] if task.pass_context else []
        task(*first, **job.args)
        done += 1
    return done


def due_jobs():
    """The jobs that a worker would do now."""
    is_due = Q(scheduled_at=None) | Q(scheduled_at__lte=timezone.now())
    return ProcrastinateJob.objects.filter(is_due, status="todo")


def context_of(job: ProcrastinateJob) -> JobContext:
    """What a worker tells a task that asks for it."""
    return JobContext(
        app=app, job=job.procrastinate_job, start_timestamp=0.0, abort_reason=lambda: None
    )
