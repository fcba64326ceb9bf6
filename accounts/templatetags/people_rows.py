"""The rows of the list of people. Usage: `{% load people_rows %}`."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django import template
from django.utils.safestring import SafeString

from accounts.people_rows import PersonRow

register = template.Library()


@register.simple_tag
def people_rows(
    rows: Iterable[PersonRow], teams: Mapping[UUID, str], chats: Mapping[UUID, str] | None
) -> SafeString:
    """Write the rows.

    `teams` has the names of people's teams, `chats` the marks of the chat systems in which they
    are connected, None where there is no chat. Both are of floors above.
    """
    return SafeString(
        "".join(
            row.written(teams.get(row.pk, ""), None if chats is None else chats.get(row.pk, ""))
            for row in rows
        )
    )
