"""A select of hundreds of choices, such as time zones."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class QuickSelect(forms.Select):
    """Written at once: Django draws a template for each option, which takes as long as the page."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Write the select with its options; `value` is the chosen one."""
        attributes = self.build_attrs(self.attrs, (attrs or {}) | {"name": name})
        chosen = SafeString(" selected")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, chosen if key == value else "", words) for key, words in self.choices),
        )
        return format_html("<select{}>{}</select>", flatatt(attributes), options)
