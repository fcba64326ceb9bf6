"""Runs the background jobs that a test has caused, as a worker would, in the test's transaction."""

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def run_jobs() -> int:
    """Run every waiting job in order, also those that jobs defer. Returns how many ran."""
    done = 0
    while job := ProcrastinateJob.objects.filter(status="todo").order_by("id").first():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job.id]
            )
        app.tasks[job.task_name](**job.args)
        done += 1
    return done
