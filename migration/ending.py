"""How a run of the work ends: it waits, it is stopped, or the move is complete."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from migration import batches, emails, reconcile
from migration.directory import TryLater
from migration.holding import hold
from migration.models import SiteMigration

audit.WORDS |= {
    "migration.stopped": "paused the {target}, since it was refused: {problem}",
    "migration.completed": "completed the {target}: {connected} connected, {excluded} excluded",
}

State = SiteMigration.State
SYSTEM = Actor.system()
LONGEST_OWN_WAIT = 300  # seconds, when the directory names none or a short one again and again
LONGEST_WAIT = 24 * 3600  # seconds


def seconds_to_wait(asked: int, waits: int) -> int:
    """How long to wait when the directory asks for so many seconds, so often in a row. Pure."""
    own: int = min(2 ** min(waits, 16), LONGEST_OWN_WAIT)
    return min(max(asked, own, 1), LONGEST_WAIT)


@transaction.atomic
def wait(migration: SiteMigration, later: TryLater, *, got_on: bool) -> int | None:
    """Note until when the directory wants to be left alone; return for how many seconds.

    Each time in a row it is longer, unless the work got on in between.
    """
    hold(migration)
    if not migration.is_running:
        return None
    migration.waits = 1 if got_on else min(migration.waits + 1, 1000)
    seconds = seconds_to_wait(later.seconds, migration.waits)
    migration.wait_until = timezone.now() + timedelta(seconds=seconds)
    migration.problem = later.words
    migration.save(update_fields=["waits", "wait_until", "problem"])
    return seconds


@transaction.atomic
def stop(migration: SiteMigration, words: str) -> None:
    """Pause a move that the directory has refused to go on with, and tell who can mend it."""
    hold(migration)
    if not migration.is_running:
        return
    migration.state, migration.problem, migration.wait_until = State.PAUSED, words, None
    migration.save(update_fields=["state", "problem", "wait_until"])
    audit.record(SYSTEM, "migration.stopped", migration, problem=words)
    emails.stopped(migration)


def note_round(migration: SiteMigration) -> None:
    """Note that everybody was looked after just now, and that nothing stands in the way."""
    running = SiteMigration.objects.filter(pk=migration.pk, state=State.RUNNING)
    running.update(checked_at=timezone.now(), waits=0, wait_until=None, problem="")


@transaction.atomic
def complete_if_done(migration: SiteMigration) -> bool:
    """Complete a move when everybody is connected or left out. Returns whether they are."""
    hold(migration)
    if not migration.is_running or batches.undone(migration).exists():
        return False
    now = timezone.now()
    reconcile.people(migration, now)  # somebody may have come since the work began
    if batches.undone(migration).exists():
        return False
    migration.state, migration.ended_at = State.COMPLETE, now
    migration.save(update_fields=["state", "ended_at"])
    counts = {
        status: f"{migration.moves.filter(status=status).count():,}"
        for status in ("connected", "excluded")
    }
    audit.record(SYSTEM, "migration.completed", migration, **counts)
    emails.completed(migration, **counts)
    return True
