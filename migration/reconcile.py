"""The people of a move kept as the people of the account are: a constant number of statements."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)

from accounts.models import User
from migration.models import SiteMigration, UserMove

Status = UserMove.Status
BLOCKED = "Blocked in Muster."
FRESH = {"asked_at": None, "invited_at": None, "again_at": None, "checked_at": None}
# As `status_before_asking`, for rows that are not loaded.
BEFORE_ASKING = Case(
    When(invited_at__isnull=False, then=Value(Status.INVITED)),
    When(
        Exists(User.objects.filter(pk=OuterRef("user"), is_verified=True)),
        then=Value(Status.NOT_INVITED),
    ),
    default=Value(Status.EMAIL_UNVERIFIED),
)


def people(
    migration: SiteMigration, now: datetime, *, only: Collection[User] | None = None
) -> None:
    """Bring a move up to date with who is here, blocked, verified, and by which e-mail.

    Of all, or `only` of these people. The caller's transaction is its own.
    """
    _add_new(migration, now, only)
    moves = migration.moves.all()
    if only is not None:
        moves = moves.filter(user__in=[one.pk for one in only])
    _follow_emails(moves, now)
    _leave_out_blocked(moves, now)
    _take_in_unblocked(moves, now)
    _follow_verification(moves, now)


def status_before_asking(move: UserMove) -> Status:
    """The status of somebody as long as the directory has not been asked anew."""
    if move.invited_at:
        return Status.INVITED
    return Status.NOT_INVITED if move.user.is_verified else Status.EMAIL_UNVERIFIED


def _add_new(migration: SiteMigration, now: datetime, only: Collection[User] | None) -> None:
    there = UserMove.objects.filter(migration=migration, user=OuterRef("pk"))
    new = User.objects.filter(~Exists(there))
    if only is not None:
        new = new.filter(pk__in=[one.pk for one in only])
    rows = new.order_by("pk").values_list("pk", "username", "is_verified", "is_blocked")
    UserMove.objects.bulk_create(
        [
            UserMove(
                migration=migration,
                user_id=pk,
                email=username,
                status=_first_status(is_verified, is_blocked),
                reason=BLOCKED if is_blocked else "",
                since=now,
            )
            for pk, username, is_verified, is_blocked in rows
        ],
        ignore_conflicts=True,  # the work and an action may both have seen them
    )


def _first_status(is_verified: bool, is_blocked: bool) -> Status:
    if is_blocked:
        return Status.EXCLUDED
    return Status.NOT_INVITED if is_verified else Status.EMAIL_UNVERIFIED


def _follow_emails(moves: QuerySet[UserMove], now: datetime) -> None:
    """Who signs in with another e-mail by now begins anew: another address is another account."""
    moved = moves.filter(_user(~Q(username=OuterRef("email"))))
    username = User.objects.filter(pk=OuterRef("user")).values("username")
    moved.update(
        **FRESH,
        email=Subquery(username),
        account_id="",
        had_account=False,
        doubts=0,
        told_at=None,
        status=Case(
            When(status=Status.EXCLUDED, then=F("status")),
            When(_user(Q(is_verified=True)), then=Value(Status.NOT_INVITED)),
            default=Value(Status.EMAIL_UNVERIFIED),
        ),
        reason=Case(
            When(status=Status.EXCLUDED, then=F("reason")),
            default=Value(""),
            output_field=TextField(),
        ),
        since=now,
    )


def _leave_out_blocked(moves: QuerySet[UserMove], now: datetime) -> None:
    blocked = moves.exclude(status=Status.EXCLUDED).filter(_user(Q(is_blocked=True)))
    blocked.update(status=Status.EXCLUDED, reason=BLOCKED, again_at=None, since=now)


def _take_in_unblocked(moves: QuerySet[UserMove], now: datetime) -> None:
    back = moves.filter(status=Status.EXCLUDED, left_out_by="").filter(_user(Q(is_blocked=False)))
    back.update(status=BEFORE_ASKING, reason="", checked_at=None, since=now)


def _follow_verification(moves: QuerySet[UserMove], now: datetime) -> None:
    """Who verified their e-mail is invited; who is not verified after all waits for it."""
    verified = moves.filter(status=Status.EMAIL_UNVERIFIED).filter(_user(Q(is_verified=True)))
    verified.update(status=Status.NOT_INVITED, checked_at=None, since=now)
    waiting = moves.filter(status=Status.NOT_INVITED, asked_at__isnull=True)
    waiting.filter(_user(Q(is_verified=False))).update(status=Status.EMAIL_UNVERIFIED, since=now)


def _user(condition: Q) -> Exists:
    """Whether the person of a move is so."""
    return Exists(User.objects.filter(condition, pk=OuterRef("user")))
