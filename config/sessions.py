"""Sessions in the database, whose forged keys are no errors."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Django's own, for keys of letters and digits alone: a cookie may hold a NUL character."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and key.isalnum() and super()._validate_session_key(key))  # type: ignore[misc]
