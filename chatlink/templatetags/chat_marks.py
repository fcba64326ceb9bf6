"""What the list of people says of chat. Usage: `{% load chat_marks %}`."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template

from chatlink.marks import kinds_of

register = template.Library()


@register.simple_tag
def chat_marks(rows: Iterable[Any]) -> dict[UUID, str] | None:
    """In which chat systems the people of a page are connected, by their pk: "Slack, HipChat".

    None where there is no chat at all, so that the list needs no column for it.
    """
    found = kinds_of(row.pk for row in rows)
    return None if found is None else {pk: ", ".join(kinds) for pk, kinds in found.items()}
