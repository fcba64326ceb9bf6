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
# Asked with every request of the API: as text, it costs a fifth of what making it anew does.
_IN_FORCE = (
    f"SELECT {', '.join(_COLUMNS)} FROM accounts_apikey"  # noqa: S608  our own names
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
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [hash_of(text)])
        row = cursor.fetchone()
    if row is None:
        return None
    key = ApiKey.from_db(connection.alias, _COLUMNS, row)
    note_use(key, now=now, call=call)
    return Actor.of_key(key)


def note_use(key: ApiKey, *, now: datetime, call: str) -> None:
    """Remember when a key called what, written at most once a minute."""
    long_ago = now - NOTED_EVERY
    if key.last_used_at is None or key.last_used_at <= long_ago:
        not_noted = Q(last_used_at__isnull=True) | Q(last_used_at__lte=long_ago)
        ApiKey.objects.filter(not_noted, pk=key.pk).update(
            last_used_at=now, last_call=call[:LONGEST_CALL]
        )
