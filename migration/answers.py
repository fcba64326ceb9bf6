"""What the directory answered, written down: rows locked, a constant number of statements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.models import AuditEntry
from migration import statuses
from migration.directory import Found, Invited
from migration.models import SiteMigration, UserMove

audit.WORDS |= {
    "migration.invited": "invited {target} to {site}",
    "migration.connected": "saw that {target} is connected to {site}",
    "migration.failed": "could not invite {target} to {site}: {reason}",
}

Status = UserMove.Status
SYSTEM = Actor.system()
NO_REASON = "It was refused without a reason."
NO_ANSWER = "No answer was given for this person, and no invitation has gone out."
MOST_DOUBTS = 3
FIELDS = [
    *("status", "since", "reason", "left_out_by", "account_id", "had_account", "asked_at"),
    *("doubts", "invited_at", "again_at", "checked_at", "told_at"),
]


def locked(moves: Iterable[UserMove]) -> list[UserMove]:
    """Return these moves as they are now, locked until the transaction ends.

    Without those that are about another e-mail by now.
    """
    emails = {move.pk: move.email for move in moves}
    rows = UserMove.objects.filter(pk__in=emails).select_related("user").order_by("pk")
    return [row for row in rows.select_for_update(of=("self",)) if row.email == emails[row.pk]]


def save(moves: Sequence[UserMove]) -> None:
    """Write locked moves, in one statement."""
    UserMove.objects.bulk_create(  # ten times as quick as bulk_update
        moves, update_conflicts=True, update_fields=FIELDS, unique_fields=["pk"]
    )


@transaction.atomic
def note_search(
    moves: Sequence[UserMove],
    found: Mapping[str, Found],
    *,
    migration: SiteMigration,
    since: datetime,
    is_asked_for: bool = False,
) -> None:
    """Write down what a search that began `since` has found of these people, by their e-mails.

    Who was looked at meanwhile, by another search, keeps what that has shown.
    An invitation in doubt is decided by it, unless a person has asked for this look at themself:
    that may come too early to show one. For the same reason nobody is invited after such a look.
    """
    now, rows = timezone.now(), locked(moves)
    entries: list[AuditEntry] = []
    for move in rows:
        is_newer = not move.asked_at and move.checked_at and move.checked_at > since
        if is_newer or (move.asked_at and is_asked_for):
            continue
        account = found.get(move.email)
        if move.asked_at:
            entries += _decide(move, account, migration, now)
        if account and not move.invited_at:
            move.had_account = True
        entries += _settle(move, account, migration, now)
        if is_asked_for and move.status == Status.NOT_INVITED:
            move.checked_at = None  # the work searches itself before it invites
    save(rows)
    audit.record_all(entries)


@transaction.atomic
def note_invited(
    moves: Sequence[UserMove], answers: Iterable[Invited], *, migration: SiteMigration
) -> None:
    """Write down what became of invitations. Who has no answer stays in doubt."""
    now, rows = timezone.now(), locked(moves)
    by_email = {answer.email.lower(): answer for answer in answers}
    entries = [
        one
        for move in rows
        if (answer := by_email.get(move.email))
        for one in _answer(move, answer, migration, now)
    ]
    save(rows)
    audit.record_all(entries)


@transaction.atomic
def note_refused(move: UserMove, words: str, *, migration: SiteMigration) -> None:
    """Write down that a call was refused because of this one person.

    Who has an invitation keeps it.
    """
    now = timezone.now()
    for row in locked([move]):
        row.asked_at, row.again_at, row.checked_at = None, None, now
        if row.invited_at:
            row.reason = words
            entries: list[AuditEntry] = []
        else:
            entries = list(_fail(row, words, migration, now))
        save([row])
        audit.record_all(entries)


def _answer(
    move: UserMove, answer: Invited, migration: SiteMigration, now: datetime
) -> Iterator[AuditEntry]:
    asked_at, move.asked_at = move.asked_at or now, None
    move.account_id = answer.account_id or move.account_id
    if answer.refused and move.invited_at:  # they have the first one; only this one failed
        move.reason = answer.refused
    elif answer.refused:
        yield from _fail(move, answer.refused, migration, now)
    else:
        if not move.invited_at:
            yield _entry("migration.invited", move, migration)
        move.invited_at, move.checked_at = move.invited_at or asked_at, None
        move.told_at = None
        if move.status == Status.NOT_INVITED:
            move.become(Status.INVITED, now=now)


def _decide(
    move: UserMove, account: Found | None, migration: SiteMigration, now: datetime
) -> Iterator[AuditEntry]:
    """Whether an invitation in doubt went out."""
    if statuses.went_out(account, had_account=move.had_account):
        move.invited_at, move.asked_at = move.asked_at, None
        yield _entry("migration.invited", move, migration)
        return
    move.asked_at, move.doubts = None, move.doubts + 1
    if move.doubts >= MOST_DOUBTS:
        yield from _fail(move, NO_ANSWER, migration, now)


def _settle(
    move: UserMove, account: Found | None, migration: SiteMigration, now: datetime
) -> Iterator[AuditEntry]:
    """Give somebody the status that the directory's answer means."""
    move.checked_at = now
    move.account_id = account.account_id if account else move.account_id
    if move.status in (Status.EXCLUDED, Status.EMAIL_UNVERIFIED):
        return
    was_invited = move.invited_at is not None
    status = statuses.status_of(account, was_invited=was_invited, had_account=move.had_account)
    if move.status == Status.FAILED and status == Status.NOT_INVITED:
        return  # nothing has changed: its reason stands
    reason = move.reason if status == move.status else ""
    if move.become(status, now=now, reason=reason) and status == Status.CONNECTED:
        move.again_at = None
        yield _entry("migration.connected", move, migration)


def _fail(
    move: UserMove, words: str, migration: SiteMigration, now: datetime
) -> Iterator[AuditEntry]:
    """Note a refusal, in the directory's own words."""
    words = words.strip() or NO_REASON
    if move.status != Status.EXCLUDED:
        move.become(Status.FAILED, now=now, reason=words)
        yield _entry("migration.failed", move, migration, reason=words)


def _entry(verb: str, move: UserMove, migration: SiteMigration, **details: Any) -> AuditEntry:
    return audit.entry(SYSTEM, verb, move.user, site=migration.site_name, **details)
