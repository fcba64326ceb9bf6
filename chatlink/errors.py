"""What went wrong last with an integration, kept for who set it up."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from chatlink.models import Integration

LONGEST = 500  # characters
AT_ONCE = timedelta(0)


def note_error(
    integration_id: UUID, words: str, *, now: datetime, after: timedelta = AT_ONCE
) -> None:
    """Keep the words, unless the error that is kept came less than `after` ago."""
    long_ago = Q(last_error_at__isnull=True) | Q(last_error_at__lte=now - after)
    told = Integration.objects.filter(long_ago, pk=integration_id)
    told.update(last_error=words[:LONGEST], last_error_at=now)
