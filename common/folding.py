"""Letters without their marks, so that Óscar stands by Oscar and "yildiz" finds Yıldız.

PostgreSQL and Python fold alike: decompose, lower, drop the marks, and replace the few letters
that Unicode does not decompose.
"""

import unicodedata

from django.db.models import CharField, Func

_MARKS = "".join(map(chr, range(0x0300, 0x0370)))
_LETTERS, _PLAIN = "łøđðıħŧœæß", "loddihtoas"
_TABLE = str.maketrans(_LETTERS, _PLAIN, _MARKS)


class Folded(Func):
    """A text column folded in the database: to sort by, and to index."""

    arity = 1
    output_field = CharField()
    template = (
        f"translate(lower(normalize(%(expressions)s, NFKD)), '{_LETTERS}{_MARKS}', '{_PLAIN}')"
    )


def fold(text: str) -> str:
    """Return a text folded as the database folds it."""
    return unicodedata.normalize("NFKD", text).lower().translate(_TABLE)
