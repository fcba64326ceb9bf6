"""HTML that is drawn once a process, because what it says does not change.

Django's templates take longer to write fifty rows than PostgreSQL to find them. So a row is a
Pattern: a template as any other, with its icons and addresses, but drawn once. What differs from
row to row stands in it in braces, {name}, and is filled in as escaped text.
"""

import html
from collections.abc import Hashable
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def drawn(template: str, **values: Hashable) -> SafeString:
    """Draw a part that needs these values only: from the same values comes the same text."""
    return _drawn(template, _storage(), tuple(values.items()))


class Pattern:
    """A template with {names} in it, drawn once for the same values and filled over and over."""

    def __init__(self, template: str, **values: Hashable) -> None:
        self.template, self.values = template, values

    def fill(self, **texts: str) -> SafeString:
        """Fill in a text for each name, escaped unless it is HTML (a SafeString) already."""
        written = {
            name: text if isinstance(text, SafeString) else html.escape(text)
            for name, text in texts.items()
        }
        return SafeString(drawn(self.template, **self.values).format_map(written))


def _storage() -> str:
    """What names the static files: only tests change it."""
    return str(settings.STORAGES["staticfiles"]["BACKEND"])


@lru_cache(maxsize=256)
def _drawn(template: str, storage: str, values: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(template, dict(values))
