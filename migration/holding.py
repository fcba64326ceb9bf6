"""Keeping a move as it is until a change of it is done. Call these in its transaction."""

from django.core.exceptions import ValidationError

from common import holding
from migration.models import SiteMigration

GONE = "Somebody has deleted this migration meanwhile."
STALE = (
    "Somebody changed this migration meanwhile, perhaps you in another tab. "
    "Look at how it is now, and go on from there."
)
CHANGED = "changed"  # the code of the refusal


def hold(migration: SiteMigration, *, version: int | None = None) -> None:
    """Lock a move and read it anew. Raises ValidationError unless it has this version."""
    holding.hold(migration, gone=GONE)
    check_version(migration, version)


def check_version(migration: SiteMigration, version: int | None) -> None:
    """Raise ValidationError, with the code CHANGED, when a move has another version."""
    if version is not None and migration.version != version:
        raise ValidationError(STALE, code=CHANGED)


def require_state(migration: SiteMigration, *states: str, otherwise: str) -> None:
    """Raise ValidationError with this sentence unless a move is in one of these states."""
    if migration.state not in states:
        raise ValidationError(otherwise)
