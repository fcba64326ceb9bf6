"""Searching by the beginnings of words, as people type them."""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery

from common.folding import fold

LIMIT = 10  # words of one search
_WORD = re.compile(r"[^\W_]+")


def words_in(text: str) -> list[str]:
    """Return the words of a text, split where the search columns split them."""
    return _WORD.findall(text)[:LIMIT]


class Words(SearchQuery):
    """A query whose words are part of the statement, not sent beside it.

    PostgreSQL plans a statement that comes often for any value. For any words it expects a
    handful of rows; when there are thousands it reads all of them for one page.
    """

    def __init__(self, asked: str) -> None:
        super().__init__(asked, config="simple", search_type="raw")
        self.asked = asked

    def as_sql(self, *args: Any, **options: Any) -> tuple[str, tuple[()]]:
        """Letters and digits only, and what `beginnings` puts between them: nothing to quote."""
        return f"to_tsquery('simple', '{self.asked}')", ()


def beginnings(text: str) -> SearchQuery | None:
    """A query for rows in which every word of `text` begins some word; None without a word.

    For columns made with `folding.words_sql`: nothing is stemmed; case and marks don't matter.
    """
    words = words_in(fold(text))
    if not words:
        return None
    return Words(" & ".join(f"{word}:*" for word in words))
