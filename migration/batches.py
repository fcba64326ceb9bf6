"""Whom the work turns to next. Every list is one query, however many people the move has."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from migration.models import SiteMigration, UserMove

Status = UserMove.Status
STALE = timedelta(minutes=10)  # after that a search says nothing about whom to invite
LOOK_AGAIN = timedelta(seconds=50)  # the work comes by each minute


def in_doubt(migration: SiteMigration, now: datetime, shows_after: int) -> QuerySet[UserMove]:
    """Who may have been invited, so long ago (in seconds) that a search would show it."""
    return doubtful(migration).filter(asked_at__lte=now - timedelta(seconds=shows_after))


def doubtful(migration: SiteMigration) -> QuerySet[UserMove]:
    """Who may have been invited, at whatever time."""
    return _of(migration).filter(asked_at__isnull=False)


def to_search(migration: SiteMigration, now: datetime, shows_after: int) -> QuerySet[UserMove]:
    """Who waits, and was not searched for just now: they may be there already."""
    waiting = _waiting(migration).exclude(_invited_elsewhere(migration, now, shows_after))
    return waiting.exclude(checked_at__gt=now - STALE)


def to_invite(migration: SiteMigration, now: datetime, shows_after: int) -> QuerySet[UserMove]:
    """Who waits, and a search has just shown that they are not there."""
    waiting = _waiting(migration).exclude(_invited_elsewhere(migration, now, shows_after))
    return waiting.filter(checked_at__gt=now - STALE)


def held_up(migration: SiteMigration, now: datetime, shows_after: int) -> QuerySet[UserMove]:
    """Who waits since a move that was cancelled has just invited them to the same directory."""
    return _waiting(migration).filter(_invited_elsewhere(migration, now, shows_after))


def to_invite_again(migration: SiteMigration) -> QuerySet[UserMove]:
    """Who was invited, and somebody wants them to be invited once more."""
    asked = _of(migration).filter(again_at__isnull=False, status__in=UserMove.TOLD)
    return _reachable(asked)


def to_look_at(migration: SiteMigration, now: datetime, shows_after: int) -> QuerySet[UserMove]:
    """Who was just invited, and whom a search would show by now."""
    new = _looked_at(migration).filter(checked_at__isnull=True)
    return new.exclude(invited_at__gt=now - timedelta(seconds=shows_after))


def coming_to_show(migration: SiteMigration) -> QuerySet[UserMove]:
    """Who was just invited, and has not been looked at yet."""
    return _looked_at(migration).filter(checked_at__isnull=True)


def to_look_at_again(migration: SiteMigration, now: datetime) -> QuerySet[UserMove]:
    """Who may have got further since the last look, the longest ago first."""
    return _looked_at(migration).filter(checked_at__lte=now - LOOK_AGAIN)


def to_tell(migration: SiteMigration) -> QuerySet[UserMove]:
    """Who has to do something, and has not been told by us."""
    untold = _of(migration).filter(status__in=UserMove.TOLD, told_at__isnull=True)
    return _reachable(untold.filter(checked_at__isnull=False))


def undone(migration: SiteMigration) -> QuerySet[UserMove]:
    """Who is neither connected nor left out."""
    return migration.moves.exclude(status__in=UserMove.DONE)


def _of(migration: SiteMigration) -> QuerySet[UserMove]:
    return migration.moves.order_by("pk")


def _waiting(migration: SiteMigration) -> QuerySet[UserMove]:
    waiting = _of(migration).filter(status=Status.NOT_INVITED, asked_at__isnull=True)
    return _reachable(waiting)


def _invited_elsewhere(migration: SiteMigration, now: datetime, shows_after: int) -> Exists:
    """Whether another move may have invited them, so lately that no search would show it."""
    since = now - timedelta(seconds=shows_after)
    lately = Q(asked_at__gt=since) | Q(invited_at__gt=since)
    others = UserMove.objects.filter(lately, migration__directory=migration.directory)
    others = others.filter(user=OuterRef("user"), email=OuterRef("email"))
    return Exists(others.exclude(migration=migration.pk))


def _reachable(moves: QuerySet[UserMove]) -> QuerySet[UserMove]:
    """Those who are who they were when the move was last brought up to date."""
    return moves.filter(user__is_verified=True, user__is_blocked=False, user__username=F("email"))


def _looked_at(migration: SiteMigration) -> QuerySet[UserMove]:
    looked = migration.moves.filter(status__in=UserMove.LOOKED_AT, asked_at__isnull=True)
    return looked.order_by("checked_at", "pk")
