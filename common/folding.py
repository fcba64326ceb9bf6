"""Letters without their marks, so that Óscar stands by Oscar and "yildiz" finds Yıldız.

PostgreSQL and Python fold alike: decompose, lower, drop the marks, and replace the few letters
that Unicode does not decompose.
"""

import string
import unicodedata

from django.db.models import CharField, Func

_MARKS = "".join(map(chr, range(0x0300, 0x0370)))
_LETTERS, _PLAIN = "łøđðıħŧœæß", "loddihtoas"
# Without "%", which a template and the driver would each want doubled; it is no letter anyway.
_PUNCTUATION = string.punctuation.replace("%", "")
_TABLE = str.maketrans(_LETTERS, _PLAIN, _MARKS)


def folded_sql(sql: str) -> str:
    """Return the SQL of a text, folded."""
    return f"translate(lower(normalize({sql}, NFKD)), '{_LETTERS}{_MARKS}', '{_PLAIN}')"


def words_sql(sql: str) -> str:
    """Return the SQL of a text's words to search by.

    Punctuation goes first: PostgreSQL's parser would take a "<" for the beginning of a tag.
    """
    marks, blanks = _PUNCTUATION.replace("'", "''"), " " * len(_PUNCTUATION)
    return f"to_tsvector('simple'::regconfig, translate({folded_sql(sql)}, '{marks}', '{blanks}'))"


def quick_words_sql(sql: str) -> str:
    """Return the SQL of the same words, ten times as quick for a text in plain ASCII.

    Folding looks at every letter; most texts that machines send have none to fold.
    """
    plain = f"regexp_replace({sql}, '[^[:alnum:]]+', ' ', 'g')"
    return (
        f"CASE WHEN octet_length({sql}) = length({sql})"
        f" THEN to_tsvector('simple'::regconfig, {plain}) ELSE {words_sql(sql)} END"
    )


class Folded(Func):
    """A text column folded in the database: to sort by, and to index."""

    arity = 1
    output_field = CharField()
    template = folded_sql("%(expressions)s")


def fold(text: str) -> str:
    """Return a text folded as the database folds it."""
    return unicodedata.normalize("NFKD", text).lower().translate(_TABLE)
