"""What somebody types to find people: words, and terms such as role:admin.

A word finds names and addresses that have a word beginning so. Reading is pure; a floor above
brings a term of its own: `people_search.register("team", narrow, describe="team:NAME")`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import CustomRole, User
from accounts.rights import BUILT_IN
from common.words import beginnings, words_in

type People = QuerySet[User]
type Narrow = Callable[[People, str], People]

LONGEST = 200  # characters
MOST = 10  # terms
YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}

_TOKEN = re.compile(
    r"""(?P<name>[A-Za-z][A-Za-z-]*):(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S*))"""
    r"""|"(?P<words>[^"]*)"?|(?P<word>\S+)"""
)


@dataclass(frozen=True, slots=True)
class Search:
    """What was typed, taken apart: the beginnings of words, and (name, value) of each term."""

    words: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A term: how it narrows a set of people, and how the help writes it."""

    narrow: Narrow
    describe: str


def read(text: str) -> Search:
    """Take apart what was typed. Never raises: what can't be understood is a word."""
    words: list[str] = []
    terms: list[tuple[str, str]] = []
    for found in _TOKEN.finditer(text.replace("\0", " ")[:LONGEST]):
        if name := found["name"]:
            value = found["quoted"] if found["quoted"] is not None else found["plain"]
            terms.append((name.lower(), value.strip()))
        else:
            words += words_in(found["words"] or found["word"] or "")
    return Search(tuple(words), tuple(terms[:MOST]))


def find(people: People, text: str) -> tuple[People, list[str]]:
    """Narrow people to what was typed; also return a sentence for each term not understood."""
    search = read(text)
    problems = []
    for name, value in search.terms:
        try:
            people = _term(name).narrow(people, value)
        except ValueError as problem:
            problems.append(str(problem))
    return with_words(people, search.words), problems


def with_words(people: People, words: tuple[str, ...]) -> People:
    """Narrow people to those whose name or address has words that begin with all of these."""
    asked = beginnings(" ".join(words))
    return people.filter(search_words=asked) if asked else people


def register(name: str, narrow: Narrow, *, describe: str) -> None:
    """Add a term. `narrow` raises ValueError, with a sentence, for a value nobody knows."""
    TERMS[name] = Term(narrow, describe)


def yes_or_no(name: str, value: str) -> bool:
    """Read a term's yes or no. Raises ValueError with a sentence."""
    if value.lower() not in YES_OR_NO:
        raise ValueError(f"Write {name}:yes or {name}:no, not “{value}”.")
    return YES_OR_NO[value.lower()]


def in_role(people: People, value: str) -> People:
    """Narrow people to a role, built-in or custom, by its name."""
    if value.lower() in BUILT_IN:
        return people.filter(role=value.lower())
    custom = CustomRole.objects.filter(name__iexact=value).first()
    if custom is None:
        known = ", ".join(BUILT_IN)
        raise ValueError(f"There is no role “{value}”. Built-in roles: {known}.")
    return people.filter(custom_role=custom)


def verified(people: People, value: str) -> People:
    """Narrow people to those who have, or have not, verified their e-mail."""
    return people.filter(is_verified=yes_or_no("verified", value))


def blocked(people: People, value: str) -> People:
    """Narrow people to those who are, or are not, blocked."""
    return people.filter(is_blocked=yes_or_no("blocked", value))


def active(people: People, value: str) -> People:
    """Narrow people to those who were never here."""
    if value.lower() != "never":
        raise ValueError(f"Write active:never, not active:{value}.")
    return people.filter(last_active_at__isnull=True)


def _term(name: str) -> Term:
    if name not in TERMS:
        known = ", ".join(term.describe for term in TERMS.values())
        raise ValueError(f"“{name}:” is not a search term. Terms: {known}.")
    return TERMS[name]


TERMS: dict[str, Term] = {
    "role": Term(in_role, "role:admin"),
    "verified": Term(verified, "verified:no"),
    "blocked": Term(blocked, "blocked:yes"),
    "active": Term(active, "active:never"),
}
