"""Time restrictions: the windows in which a rule or a rotation works. Pure.

What the clock on the wall of the zone shows decides, a window's start included, its end not.
Documented in docs/routing.md.
"""

from oncall.restrictions.moments import (
    is_always_open,
    is_never_open,
    is_open,
    minute_of_week,
    openings,
)
from oncall.restrictions.windows import Restriction, Window, as_json, read, spans_of
from oncall.restrictions.words import check_in_words, in_words, moment_in_words

__all__ = [
    "Restriction",
    "Window",
    "as_json",
    "check_in_words",
    "in_words",
    "is_always_open",
    "is_never_open",
    "is_open",
    "minute_of_week",
    "moment_in_words",
    "openings",
    "read",
    "spans_of",
]
