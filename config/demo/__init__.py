"""The demo organisation Acme: small for looking around, large for measuring.

Each part is inserted once and never touched again: the log says that it was loaded, so that
loading twice changes nothing, and nothing that somebody edited or deleted comes back. A later
floor adds its part to PARTS.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from accounts import audit
from accounts.actors import Actor
from accounts.models import Account, AuditEntry, User
from config.demo import alerts, chat, oncall, people, reach, rules, story, teams
from config.demo.large import LARGE_DOMAIN
from config.demo.times import midnight

PARTS: dict[str, Callable[[datetime], None]] = {
    "people": people.load,
    "contacts and rules": reach.load,
    "teams and groups": teams.load,
    "schedules and escalations": oncall.load,
    "routing rules": rules.load,
    "alerts": alerts.load,
    "chat accounts": chat.load,
    "log": story.load,
}
LOCK = 0x44454D4F  # any number that is only ours
LOADED = "demo.loaded"


class NotEmpty(Exception):
    """The demo is for an organisation that has nobody yet."""


@transaction.atomic
def load(now: datetime) -> list[str]:
    """Load the parts of Acme that were never loaded here; return their names. Raises NotEmpty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    missing = [part for part in PARTS if not was_loaded(part)]
    if "people" in missing and has_people():
        raise NotEmpty(
            "There are people here already; the demo organisation is for a database that has "
            "nobody yet."
        )
    for part in missing:
        PARTS[part](midnight(now))
    if missing:
        audit.record(Actor.system("Demo"), LOADED, Account.current(), parts=missing)
    return missing


def was_loaded(part: str) -> bool:
    """Whether a part has ever been loaded: the log says so, and it cannot forget."""
    loads = AuditEntry.objects.filter(target_id=str(Account.current().pk), verb=LOADED)
    return loads.filter(details__parts__contains=[part]).exists()


def has_people() -> bool:
    """Whether somebody is here who is not of the large organisation."""
    others = User.objects.exclude(username__endswith=f"@{LARGE_DOMAIN}")
    return bool(others.exists())
