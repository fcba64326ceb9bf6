"""What to know and to mend before a move. A constant number of queries; people are named."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts import self_check
from accounts.actors import Actor
from accounts.models import User
from common.folding import Folded
from migration import directories, people_checks
from migration.check import CLEAR, MEND, NOTE, Check
from migration.models import AtlassianConnection, SiteMigration, UserMove

__all__ = ["Check", "checks"]


def checks(*, by: Actor) -> list[Check]:
    """Look at everything for the move that is open, or for the one that could begin."""
    migration = SiteMigration.objects.visible_to(by).open().first()
    coming = _coming(migration)
    return [
        *_site(migration),
        _connection(migration),
        people_checks.unverified(coming),
        people_checks.lists(coming),
        people_checks.duplicates(coming),
        people_checks.blocked(),
        people_checks.single_sign_on(coming),
        _mail(migration),
        _worker(),
    ]


def _coming(migration: SiteMigration | None) -> QuerySet[User]:
    """Who would be invited: who is not blocked, and was not left out by an owner."""
    people: QuerySet[User] = User.objects.filter(is_blocked=False).defer("search_words", "password")
    if migration:
        left_out = UserMove.objects.filter(migration=migration, status=UserMove.Status.EXCLUDED)
        people = people.filter(~Exists(left_out.filter(user=OuterRef("pk"), left_out_by__gt="")))
    return people.order_by(Folded("full_name"), "pk")


def _site(migration: SiteMigration | None) -> Iterator[Check]:
    if migration and migration.site_id:
        yield Check(
            "site", CLEAR, "Site admin", f"Whoever picked {migration.site_name} administers it."
        )


def _connection(migration: SiteMigration | None) -> Check:
    """Whether what is needed to speak with Atlassian is there."""
    key, place = "connection", "migration:connection"
    if migration and migration.is_practice:
        return Check(key, CLEAR, "Practice", "Nothing is sent to Atlassian.")
    connection = AtlassianConnection.current()
    if connection.is_complete:
        name = connection.org_name or connection.org_id or "Atlassian"
        return Check(key, CLEAR, "Connection", f"Muster may speak with {name}.")
    given = {
        "the ID of an OAuth app": connection.client_id,
        "the secret of the OAuth app": connection.sealed_client_secret,
        "an API key of the organisation": connection.sealed_org_key,
    }
    missing = ", ".join(what for what, value in given.items() if not value)
    means = f"Missing: {missing}. Without it, Atlassian can't be asked for sites or accounts."
    mend = "Set up the connection."
    if migration is None and directories.PRACTICE in directories.offered():
        mend += " Or begin a practice, which needs none."
    return Check(key, MEND, "No connection with Atlassian", means, mend, place)


def _mail(migration: SiteMigration | None) -> Check:
    """Whether people get our mails. In practice it is enough to read them here."""
    finding = self_check.mail()
    if finding.is_well:
        return Check("mail", CLEAR, "Mail leaves this server", finding.words)
    is_practice = bool(migration and migration.is_practice)
    level = NOTE if is_practice else MEND
    title = "Mail does not leave this server"
    return Check("mail", level, title, finding.words, finding.mend, finding.place)


def _worker() -> Check:
    finding = self_check.worker(timezone.now())
    level = CLEAR if finding.is_well else MEND
    return Check("worker", level, "Background work", finding.words, finding.mend)
