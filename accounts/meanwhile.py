"""Whether somebody changed meanwhile what a form showed, so that an older page reverts nothing.

The form sends along which log entry of a change was the newest when it was drawn.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.models import AuditEntry
from common.times import in_full

CHANGED = "changed"  # the code of the refusal


def last_change(target_id: UUID, verb: str, **details: Any) -> AuditEntry | None:
    """The newest entry of a change to something; `details` as the entry has them."""
    more = {f"details__{name}": str(value) for name, value in details.items()}
    entries = AuditEntry.objects.filter(target_id=str(target_id), verb=verb, **more)
    return entries.defer("search_words").order_by("-at", "-id").first()


def check_unchanged(shown: str, target_id: UUID, verb: str, **details: Any) -> None:
    """Raise ValidationError, saying who changed what, unless it is as it was shown.

    An empty `shown` doesn't mind. Call it with the row locked.
    """
    last = last_change(target_id, verb, **details) if shown else None
    if last and shown != str(last.pk):
        what = ", ".join(name.replace("_", " ") for name in last.changes) or "this"
        raise ValidationError(
            f"{last.actor_name} changed {what} meanwhile, on {in_full(last.at)}. Nothing of yours "
            "is lost: save again to replace that change, or reload the page to see it.",
            code=CHANGED,
        )
