"""Who comes with an API key."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import connection
from django.db.models import Q

from accounts.actors import Actor
from accounts.models import ApiKey

NOTED_EVERY = timedelta(minutes=1)
HINT_LENGTH = 4
LONGEST_CALL: int = 200  # characters

_COLUMNS = [field.attname for field in ApiKey._meta.concrete_fields]
# Asked with nearly every request of the API: as text, it costs a fifth of making it anew. xmin is
# another one after every change of the row: PostgreSQL keeps it for itself.
_IN_FORCE = (
    f"SELECT xmin::text, {', '.join(_COLUMNS)} FROM accounts_apikey"  # noqa: S608  our own names
    " WHERE key_hash = %s AND revoked_at IS NULL"
)


def hash_of(key: UUID | str) -> str:
    """Return the hash under which a key is kept (122 random bits need no salt)."""
    return sha256(str(key).strip().lower().encode(errors="replace")).hexdigest()


def actor_of_key(text: str, *, now: datetime, call: str = "") -> Actor | None:
    """Return who acts with this key, or None when it is no key, or a revoked one.

    `call` is what they ask for, as the list of keys shows it: "POST /v2/alerts".

    The key is looked up by its hash, so how long that takes says nothing of the keys there are.
    """
    found = look_up(hash_of(text))
    if found is None:
        return None
    key, _version = found
    note_use(key, now=now, call=call)
    return Actor.of_key(key)


def look_up(key_hash: str) -> tuple[ApiKey, str] | None:
    """Return the key in force of this hash, and the version of its row. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [key_hash])
        row = cursor.fetchone()
    return (ApiKey.from_db(connection.alias, _COLUMNS, row[1:]), row[0]) if row else None


def is_noted(key: ApiKey, now: datetime) -> bool:
    """Whether a use of the key was written down less than a minute ago."""
    return key.last_used_at is not None and key.last_used_at > now - NOTED_EVERY


def note_use(key: ApiKey, *, now: datetime, call: str) -> None:
    """Remember when a key called what, written at most once a minute."""
    if not is_noted(key, now):
        not_noted = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - NOTED_EVERY)
        ApiKey.objects.filter(not_noted, pk=key.pk).update(
            last_used_at=now, last_call=call[:LONGEST_CALL]
        )
