"""What the list of people says of chat. Usage: `{% load chat_marks %}`."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from chatlink.marks import kinds_of
from chatlink.messages import Kind
from chatlink.names import icon_of
from common.templatetags.ui import icon

register = template.Library()


@register.simple_tag
def chat_marks(rows: Iterable[Any]) -> dict[UUID, SafeString] | None:
    """The icons of the chat systems in which the people of a page are connected, by their pk.

    None where there is no chat at all, so that the list needs no column for it.
    """
    found = kinds_of(row.pk for row in rows)
    return None if found is None else {pk: _drawn(kinds) for pk, kinds in found.items()}


def _drawn(kinds: Iterable[Kind]) -> SafeString:
    names = ", ".join(kind.label for kind in kinds)
    icons = format_html_join("", "{}", ([icon(icon_of(kind))] for kind in kinds))
    return format_html(
        '<span class="dim nowrap" title="{0}">{1}<span class="visually-hidden">{0}</span></span>',
        names,
        icons,
    )
