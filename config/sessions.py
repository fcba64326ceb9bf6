"""Sessions in the database, whose forged keys are no errors."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

KEPT = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's own, for keys of letters and digits alone: a cookie may hold a NUL character."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and key.isalnum() and super()._validate_session_key(key))  # type: ignore[misc]

    def load(self) -> dict[str, Any]:
        """Read the session. Every request does: a model would take five times as long."""
        with connection.cursor() as cursor:
            cursor.execute(KEPT, [self.session_key, timezone.now()])
            found = cursor.fetchone()
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0])
