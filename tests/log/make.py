"""Log entries for tests, as many as wanted, at any time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import AuditEntry


def make_entry(
    verb: str = "person.updated",
    *,
    at: datetime | None = None,
    who: str = "Ada Admin",
    via: str = "web",
    target: str = "Ben Member",
    team_id: UUID | None = None,
    **more: Any,
) -> AuditEntry:
    """One entry of the log."""
    return AuditEntry.objects.create(
        verb=verb,
        at=at or timezone.now(),
        actor_name=who,
        via=via,
        target_kind="user",
        target_name=target,
        team_id=team_id,
        **more,
    )
