"""Runs the background jobs that a test has caused, as a worker would, in the test's transaction."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def run_jobs() -> int:
    """Run every waiting job in order, also those that jobs defer. Returns how many ran."""
    done = 0
    while job := ProcrastinateJob.objects.filter(status="todo").exclude(id__in=_seen).first():
        _seen.add(job.id)
        app.tasks[job.task_name](**job.args)
        done += 1
    return done


_seen: set[int] = set()
