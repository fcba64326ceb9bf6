"""Texts that anything a pattern matches must contain, so that most patterns need not be asked.

Careful, not clever: what is not understood for sure gives no text, and the pattern is asked.
"""

import re
from collections.abc import Iterator

# One of these texts is in every folded text that the pattern matches.
type Clause = tuple[str, ...]

SHORTEST = 2  # characters of a text worth looking for
_MOST = 20  # alternatives of one clause, and groups of one pattern

_PIECE = re.compile(
    r"""
      \\Q(?P<quoted>.*?)(?:\\E|$)
    | \\(?P<sign>[^\w\s])                       # an escaped sign is that sign
    | \\(?:x\{[^}]*\}|x..|[pP]\{[^}]*\}|[pP].|[0-7]+|.)
    | \[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]   # a set
    | (?P<flags>\(\?[a-zA-Z-]*\))
    | (?P<open>\((?:\?P?<[^>]*>|\?[a-zA-Z-]*:)?)
    | (?P<close>\))
    | (?P<either>\|)
    | (?P<repeat>[*+?]\??|\{(?P<least>\d+)(?:,\d*)?\}\??)
    | [.^$]
    | (?P<letter>.)
    """,
    re.DOTALL | re.VERBOSE,
)


def clauses_of(pattern: str) -> list[Clause]:
    """Return clauses that all hold for whatever a good pattern matches; maybe none."""
    if pattern.count("(") > _MOST:
        return []
    return [clause for clause in _group(_PIECE.finditer(pattern)) if _worth(clause) >= SHORTEST]


def _group(pieces: Iterator[re.Match[str]]) -> list[Clause]:
    """Read alternatives up to the end of their group."""
    alternatives: list[list[Clause]] = []
    is_more = True
    while is_more:
        alternative = _Alternative()
        is_more = alternative.read(pieces)
        alternatives.append(alternative.clauses)
    if len(alternatives) == 1:
        return alternatives[0]
    best = [max(clauses, key=_worth, default=()) for clauses in alternatives]
    either = tuple(text for clause in best for text in clause)
    return [either] if all(best) and len(either) <= _MOST else []


def _worth(clause: Clause) -> int:
    return min(map(len, clause), default=0)


class _Alternative:
    """One alternative while it is read: what it demands for sure, and what may yet be repeated.

    `letters` are the letters just read, `group` what the group just read demands: a `*` after
    them takes away the last letter, or the whole group.
    """

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self.letters = ""
        self.group: list[Clause] = []

    def settle(self) -> None:
        """What was just read can't be taken away any more."""
        self.clauses += [(self.letters.casefold(),)] if self.letters else []
        self.clauses += self.group
        self.letters, self.group = "", []

    def read(self, pieces: Iterator[re.Match[str]]) -> bool:
        """Read up to the end of the alternative. Return whether another one follows."""
        for piece in pieces:
            kind = piece.lastgroup
            if kind in ("letter", "sign", "quoted"):
                self.add(piece[kind])
            elif kind in ("repeat", "least"):
                self.repeat(piece)
            elif kind == "open":
                self.settle()
                self.group = _group(pieces)
            elif kind in ("close", "either"):
                self.settle()
                return kind == "either"
            elif kind != "flags":
                self.settle()
        self.settle()
        return False

    def add(self, letters: str) -> None:
        """Letters that stand for themselves, or in either case; of others we are not sure."""
        if self.group or not letters.isascii():
            self.settle()
        self.letters += letters if letters.isascii() else ""

    def repeat(self, piece: re.Match[str]) -> None:
        """How often what was just read has to come; maybe not at all."""
        is_needed = int(piece["least"]) > 0 if piece["least"] else piece["repeat"].startswith("+")
        if not is_needed:
            self.letters, self.group = self.letters[:-1], []
        self.settle()
