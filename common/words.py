"""Searching by the beginnings of words, as people type them."""

import re

from django.contrib.postgres.search import SearchQuery

from common.folding import fold

LIMIT = 10  # words of one search
_WORD = re.compile(r"[^\W_]+")


def words_in(text: str) -> list[str]:
    """Return the words of a text, split where the search columns split them."""
    return _WORD.findall(text)[:LIMIT]


def beginnings(text: str) -> SearchQuery | None:
    """A query for rows in which every word of `text` begins some word; None without a word.

    For columns made with `folding.words_sql`: nothing is stemmed; case and marks don't matter.
    """
    words = words_in(fold(text))
    if not words:
        return None
    return SearchQuery(
        " & ".join(f"{word}:*" for word in words), config="simple", search_type="raw"
    )
