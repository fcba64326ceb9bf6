"""The work of a move, done outside the request by one worker at a time."""

from time import monotonic

from django.db import transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from migration import work as engine
from migration.models import SiteMigration, UserMove

LONGEST_RUN = 6  # seconds: a worker that is to end waits for its jobs, but not for long


@app.task(
    name="migration.work",
    lock="migration.work",  # never two at once
    queueing_lock="migration.work",  # nor two waiting
    pass_context=True,
)
def work(context: JobContext) -> None:
    """Do what is to be done for the move that runs, and come back for the rest."""
    until = monotonic() + LONGEST_RUN
    seconds = engine.run(lambda: not context.should_abort() and monotonic() < until)
    if seconds:
        come_back(seconds)
    elif seconds == 0:
        wake()


@app.task(name="migration.again", queueing_lock="migration.again")
def again() -> None:
    """Wake the work at a time of its own. Without its lock: a job that waits would hold it."""
    wake()


@app.periodic(cron="* * * * *")
@app.task(name="migration.look", queueing_lock="migration.look")
def look(timestamp: int) -> None:
    """Look after the move that runs, each minute."""
    if SiteMigration.objects.filter(state=SiteMigration.State.RUNNING).exists():
        wake()


def wake() -> None:
    """Let the work be done soon, in the caller's transaction. It may wait already."""
    try:
        with transaction.atomic():
            work.defer()
    except AlreadyEnqueued:
        pass


def come_back(seconds: int) -> None:
    """Let the work be done again after some seconds."""
    try:
        with transaction.atomic():
            again.configure(schedule_in={"seconds": seconds}).defer()
    except AlreadyEnqueued:
        pass


@transaction.atomic
def look_soon_at(email: str) -> None:
    """Look at somebody as soon as possible: something has become of their account."""
    running = UserMove.objects.filter(migration__state=SiteMigration.State.RUNNING, email=email)
    if running.update(checked_at=None):
        wake()
