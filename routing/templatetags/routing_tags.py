"""Sentences of rules, marked up. Usage: `{% load routing_tags %}`."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from routing.sentences import JOIN, VALUE, Part

MARKS = {VALUE: "q", JOIN: "b"}

register = template.Library()


@register.filter
def sentence(parts: Iterable[Part]) -> SafeString:
    """A sentence's parts: values as quotations, "and", "or", "not" in bold, words as they are."""
    pieces = []
    for part in parts:
        mark = MARKS.get(part.kind, "")
        opening, closing = (f"<{mark}>", f"</{mark}>") if mark else ("", "")
        pieces.append((SafeString(opening), part.text, SafeString(closing)))
    return format_html_join(" ", "{}{}{}", pieces)
