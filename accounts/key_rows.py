"""The rows of the list of API keys, as text."""

from django.utils.safestring import SafeString

from accounts.models import ApiKey
from common.drawing import Pattern, drawn
from common.templatetags.ui import when

FILE = "accounts/rows/key.html"
ROW, TEAM, CALL = (Pattern(f"{FILE}#{name}") for name in ("row", "team", "call"))


def key_row(key: ApiKey) -> SafeString:
    """Write the row of a key, which knows its team."""
    return ROW.fill(
        id=str(key.pk),
        name=key.name,
        hint=key.hint,
        reaches=TEAM.fill(id=str(key.team_id), name=key.team.name) if key.team else "Whole account",
        access=key.access_words.capitalize(),
        owner=drawn(f"{FILE}#owner") if key.acts_as_owner else "",
        created=when(key.created_at),
        used=when(key.last_used_at),
        call=CALL.fill(call=key.last_call) if key.last_call else "",
    )
