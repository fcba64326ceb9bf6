"""Starting the work, holding it up, ending it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.permissions import require
from common.wording import number, people
from migration import jobs, reconcile, steps
from migration.holding import hold, require_state
from migration.models import SiteMigration
from migration.permissions import can_migrate

audit.WORDS |= {
    "migration.started": "started the {target} for {people}",
    "migration.paused": "paused the {target}",
    "migration.resumed": "resumed the {target}",
    "migration.cancelled": "cancelled the {target}, after {invited}",
}

State = SiteMigration.State
STARTED = "This migration has been started already."
NOT_RUNNING = "This migration is not running."
NOT_PAUSED = "This migration is not paused."
NOT_OPEN = "This migration has ended."


@transaction.atomic
def start(migration: SiteMigration, *, version: int, by: Actor) -> SiteMigration:
    """Start the work: from now on people are invited. Raises ValidationError without a site."""
    require(can_migrate(by))
    hold(migration, version=version)
    require_state(migration, State.PREPARING, otherwise=STARTED)
    if not migration.site_id:
        raise ValidationError(steps.SITE_FIRST)
    now = timezone.now()
    migration.state, migration.step = State.RUNNING, steps.Step.CONNECT
    migration.started_by, migration.started_at = by.name, now
    _save(migration, "state", "step", "started_by", "started_at")
    reconcile.people(migration, now)
    audit.record(by, "migration.started", migration, people=people(migration.moves.count()))
    jobs.wake()
    return migration


@transaction.atomic
def pause(migration: SiteMigration, *, by: Actor) -> SiteMigration:
    """Invite nobody until the move is resumed. What is under way is finished."""
    require(can_migrate(by))
    hold(migration)
    require_state(migration, State.RUNNING, otherwise=NOT_RUNNING)
    migration.state = State.PAUSED
    _save(migration, "state")
    audit.record(by, "migration.paused", migration)
    return migration


@transaction.atomic
def resume(migration: SiteMigration, *, by: Actor) -> SiteMigration:
    """Go on after a pause, also after one that the directory's refusal has caused."""
    require(can_migrate(by))
    hold(migration)
    require_state(migration, State.PAUSED, otherwise=NOT_PAUSED)
    migration.state, migration.problem = State.RUNNING, ""
    _save(migration, "state", "problem")
    audit.record(by, "migration.resumed", migration)
    jobs.wake()
    return migration


@transaction.atomic
def cancel(migration: SiteMigration, *, version: int | None = None, by: Actor) -> SiteMigration:
    """End a move before it is complete. What was sent stays sent: nobody is uninvited.

    With a version, only the move as it was shown: one that was prepared may run by now.
    """
    require(can_migrate(by))
    hold(migration, version=version)
    require_state(migration, *SiteMigration.OPEN, otherwise=NOT_OPEN)
    migration.state, migration.ended_at = State.CANCELLED, timezone.now()
    _save(migration, "state", "ended_at")
    invited = migration.moves.filter(invited_at__isnull=False).count()
    audit.record(
        by, "migration.cancelled", migration, invited=number(invited, "invitation", "invitations")
    )
    return migration


@transaction.atomic
def note_seen_complete(migration: SiteMigration, *, by: Actor) -> None:
    """Note that somebody was told that the move is complete: the banner goes for all."""
    require(can_migrate(by))
    complete = SiteMigration.objects.filter(pk=migration.pk, state=State.COMPLETE)
    complete.filter(seen_complete_at__isnull=True).update(seen_complete_at=timezone.now())


def _save(migration: SiteMigration, *fields: str) -> None:
    migration.version += 1
    migration.save(update_fields=[*fields, "version"])
