"""What is noted before people are asked about, so that a crash leaves a doubt and nothing worse."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from migration import answers
from migration.models import UserMove

Status = UserMove.Status


@transaction.atomic
def note_accounts(moves: Sequence[UserMove], emails: Collection[str]) -> None:
    """Note who has an account before they are invited: that it is there shows no invitation."""
    rows = [move for move in answers.locked(moves) if move.email in emails]
    for move in rows:
        move.had_account = True
    answers.save(rows)


@transaction.atomic
def note_asking(moves: Sequence[UserMove], now: datetime | None) -> list[UserMove]:
    """Note when people are about to be invited, or None: that they certainly were not.

    Returns them as they are now, without those who were left out, blocked or renamed meanwhile.
    """
    rows = [move for move in answers.locked(moves) if not now or _is_waiting(move)]
    for move in rows:
        move.asked_at = now
    answers.save(rows)
    return rows


@transaction.atomic
def note_again(moves: Sequence[UserMove], at: datetime | None) -> list[UserMove]:
    """Take note that people are being invited again, or (with a time) that they still wait."""
    rows = [
        move
        for move in answers.locked(moves)
        if move.status in UserMove.TOLD and (at or _is_reachable(move))
    ]
    for move in rows:
        move.again_at = at
    answers.save(rows)
    return rows


def _is_waiting(move: UserMove) -> bool:
    return move.status == Status.NOT_INVITED and _is_reachable(move)


def _is_reachable(move: UserMove) -> bool:
    """Whether somebody may be invited, as batches has it: they may have changed since."""
    person = move.user
    return person.is_verified and not person.is_blocked and person.username == move.email
