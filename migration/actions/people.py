"""What is done for people of the move, one or many. Each takes the people as Muster knows them."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import require
from common import wording
from common.times import clock
from migration import answers, directories, jobs, reconcile
from migration.directory import Refused, TryLater
from migration.holding import hold, require_state
from migration.models import SiteMigration, UserMove
from migration.permissions import ONLY_OWNERS, can_confirm, can_leave_out, can_migrate

audit.WORDS |= {
    "migration.left_out": "left {target} out of the migration: {reason}",
    "migration.taken_in": "took {target} into the migration again",
    "migration.retried": "let {count} be tried again in the {target}",
    "migration.asked_again": "let {count} be invited again in the {target}",
}

Status = UserMove.Status
NOT_OPEN = "This migration has ended."
NOT_STARTED = "This migration has not been started."
WHY = "Say why, so that others know later."
NOBODY_TO_LEAVE_OUT = "Nobody to leave out: they are connected or left out already."
NOBODY_LEFT_OUT = "Nobody here was left out by an owner."
NOBODY_FAILED = "Nobody here has failed."
NOBODY_INVITED = "Nobody here has an invitation that could be sent again."
NOT_OF_IT = "This migration has nothing to do for {}."
VERIFY_FIRST = "The e-mail has to be verified in Muster first."


@transaction.atomic
def leave_out(migration: SiteMigration, people: Collection[User], *, reason: str, by: Actor) -> int:
    """Leave people out of a move, also before it starts. Returns how many.

    Who is connected stays so. Raises ValidationError without a reason, or for nobody at all.
    """
    require(can_leave_out(by), ONLY_OWNERS)
    hold(migration)
    require_state(migration, *SiteMigration.OPEN, otherwise=NOT_OPEN)
    if not (reason := reason.strip()):
        raise ValidationError({"reason": WHY})
    now = timezone.now()
    reconcile.people(migration, now, only=people)
    moves = _held(migration, people).exclude(status=Status.CONNECTED).exclude(left_out_by__gt="")
    if not (leaving := list(moves)):
        raise ValidationError(NOBODY_TO_LEAVE_OUT)
    for move in leaving:
        move.become(Status.EXCLUDED, now=now, reason=reason[:500])
        move.left_out_by, move.again_at = by.name, None
    answers.save(leaving)
    left = "migration.left_out"
    audit.record_all(audit.entry(by, left, one.user, reason=reason[:500]) for one in leaving)
    _go_on(migration)
    return len(leaving)


@transaction.atomic
def take_in(migration: SiteMigration, people: Collection[User], *, by: Actor) -> int:
    """Take people in again whom an owner has left out. Returns how many."""
    require(can_leave_out(by), ONLY_OWNERS)
    hold(migration)
    require_state(migration, *SiteMigration.OPEN, otherwise=NOT_OPEN)
    moves = _held(migration, people).filter(status=Status.EXCLUDED, left_out_by__gt="")
    if not (coming := list(moves)):
        raise ValidationError(NOBODY_LEFT_OUT)
    now = timezone.now()
    for move in coming:
        move.become(reconcile.status_before_asking(move), now=now)
        move.left_out_by, move.checked_at = "", None
    answers.save(coming)
    reconcile.people(migration, now, only=people)
    audit.record_all(audit.entry(by, "migration.taken_in", one.user) for one in coming)
    _go_on(migration)
    return len(coming)


@transaction.atomic
def retry(migration: SiteMigration, people: Collection[User] | None = None, *, by: Actor) -> int:
    """Try those again who failed: all, or of these people. Returns how many.

    The directory is searched first, so that who is there by now is not invited.
    """
    require(can_migrate(by))
    hold(migration)
    require_state(migration, *SiteMigration.OPEN, otherwise=NOT_OPEN)
    failed = list(_held(migration, people).filter(status=Status.FAILED))
    if not failed:
        raise ValidationError(NOBODY_FAILED)
    now = timezone.now()
    for move in failed:
        move.become(reconcile.status_before_asking(move), now=now)
        move.checked_at, move.doubts = None, 0
    answers.save(failed)
    audit.record(by, "migration.retried", migration, count=wording.people(len(failed)))
    _go_on(migration)
    return len(failed)


@transaction.atomic
def resend_invitations(
    migration: SiteMigration, people: Collection[User] | None = None, *, by: Actor
) -> int:
    """Let people be invited again ("Invite again"): all who have been, or of these people.

    Not for an unverified e-mail: that has its own link (accounts.actions.invitations.resend).
    Returns how many.
    """
    require(can_migrate(by))
    hold(migration)
    started = (SiteMigration.State.RUNNING, SiteMigration.State.PAUSED)
    require_state(migration, *started, otherwise=NOT_STARTED)
    waiting = _held(migration, people).filter(status__in=UserMove.TOLD, asked_at__isnull=True)
    asked = waiting.filter(user__is_verified=True, user__is_blocked=False)
    if not (again := list(asked)):
        raise ValidationError(NOBODY_INVITED)
    now = timezone.now()
    for move in again:
        move.again_at = now
    answers.save(again)
    audit.record(by, "migration.asked_again", migration, count=wording.people(len(again)))
    _go_on(migration)
    return len(again)


def confirm(migration: SiteMigration, person: User, *, by: Actor) -> UserMove:
    """Look at the directory for this one person now, as they say that they have done their part.

    Raises ValidationError when it can't be asked, or when they are not of this move.
    """
    require(can_confirm(by, person))
    move, since = _to_confirm(migration, person), timezone.now()
    try:
        place = directories.place_of(migration)
        found = directories.of(migration).search(place, [move.email])
    except (TryLater, Refused) as problem:
        raise ValidationError(problem.words) from None
    answers.note_search([move], found, migration=migration, since=since, is_asked_for=True)
    _go_on(migration)
    move.refresh_from_db()
    return move


def _to_confirm(migration: SiteMigration, person: User) -> UserMove:
    migration.refresh_from_db()
    started = (SiteMigration.State.RUNNING, SiteMigration.State.PAUSED)
    require_state(migration, *started, otherwise=NOT_STARTED)
    move = migration.moves.filter(user=person).exclude(status=Status.EXCLUDED).first()
    if move is None or move.email != person.username:
        raise ValidationError(NOT_OF_IT.format(person.full_name))
    if not person.is_verified:
        raise ValidationError(VERIFY_FIRST)
    if migration.wait_until and migration.wait_until > timezone.now():
        label = directories.LABELS[migration.directory]
        until = clock(timezone.localtime(migration.wait_until))
        raise ValidationError(f"{label} asks to wait until {until}. Try again then.")
    return move


def _held(migration: SiteMigration, people: Iterable[User] | None) -> QuerySet[UserMove]:
    """The moves of some people, or of all, locked in one order."""
    moves = migration.moves.select_related("user").order_by("pk")
    if people is not None:
        moves = moves.filter(user__in=[person.pk for person in people])
    return moves.select_for_update(of=("self",))


def _go_on(migration: SiteMigration) -> None:
    if migration.is_running:
        jobs.wake()
