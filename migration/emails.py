"""What people are told of a move by e-mail, and what the directory's invitation says."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import mail
from accounts.models import Account, User
from migration import answers
from migration.models import SiteMigration, UserMove

AT_ONCE = 200
RUNNERS = (User.Role.OWNER, User.Role.ADMIN)


def invitation_text(migration: SiteMigration) -> str:
    """The text of ours in the directory's own invitation."""
    account = Account.current().name
    return (
        f"The accounts of {account} move to {migration.site_name}. Accept this invitation "
        "with this very address. Then your account is connected; your teams, schedules and "
        f"rules stay as they are. See how far you are: {_profile()}"
    )


@transaction.atomic
def tell(moves: Sequence[UserMove], migration: SiteMigration) -> bool:
    """Tell people what they have to do, once. Returns whether there was anybody to tell."""
    now = timezone.now()
    rows = [one for one in answers.locked(moves) if one.status in UserMove.TOLD and not one.told_at]
    for move in rows:
        move.told_at = now
    answers.save(rows)
    if rows:
        mail.send_all("migration_invited", (_told(move, migration) for move in rows))
    return bool(moves)


def completed(migration: SiteMigration, **counts: str) -> None:
    """Tell owners and admins that everybody is connected or left out."""
    _to_runners("migration_completed", migration, **counts)


def stopped(migration: SiteMigration) -> None:
    """Tell owners and admins that the directory has refused to go on, in its own words."""
    _to_runners("migration_stopped", migration)


def _told(move: UserMove, migration: SiteMigration) -> dict[str, object]:
    return {
        "to": move.email,
        "person": move.user,
        "migration": migration,
        "is_practice": migration.is_practice,
        "has_account": move.status == UserMove.Status.NEEDS_VERIFICATION,
        "url": _profile(),
    }


def _to_runners(template: str, migration: SiteMigration, **more: str) -> None:
    runners = User.objects.filter(role__in=RUNNERS, is_blocked=False, is_verified=True)
    shared = {
        "migration": migration,
        "is_practice": migration.is_practice,
        "url": mail.link(reverse("migration:status")),
        **more,
    }
    mails = [{"to": one.username, "person": one, **shared} for one in runners.order_by("pk")]
    if mails:
        mail.send_all(template, mails)


def _profile() -> str:
    return mail.link(reverse("accounts:profile")) + "#atlassian"
