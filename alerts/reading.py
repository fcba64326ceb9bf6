"""What somebody types to find alerts: words, and terms such as status:open or priority>P3.

Terms and words beside each other must all hold; OR, NOT and parentheses are as in Opsgenie's
search. A word finds alerts that have a word beginning so in message, alias, entity, source, tags.
"""

import re
from dataclasses import dataclass, field, replace

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from alerts.models import Alert
from alerts.search_terms import Asked, term_of
from common.words import beginnings

LONGEST = 1000  # characters
MOST = 50  # terms and words
DEEPEST = 20  # parentheses

_TOKEN = re.compile(
    r"""(?P<paren>[()])"""
    r"""|(?P<name>[A-Za-z][\w.-]*)\s*(?P<operator>[<>!]=|[:=<>])\s*"""
    r"""(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s()"]*))"""
    r"""|"(?P<words>[^"]*)"?|(?P<word>[^\s()"]+)"""
)


def find(alerts: QuerySet[Alert], text: str, *, by: Actor) -> tuple[QuerySet[Alert], list[str]]:
    """Narrow alerts to what was typed; also return a sentence for each term not understood.

    A term that is not understood narrows nothing.
    """
    tokens = list(_TOKEN.finditer(text.replace("\0", " ")[:LONGEST]))[:MOST]
    search = _Search(tokens, by)
    condition = search.any_of()
    while search.tokens:  # a parenthesis too many
        search.tokens.pop(0)
        condition &= search.any_of()
    return (alerts.filter(condition) if condition else alerts), search.problems


@dataclass(slots=True)
class _Search:
    """The tokens not read yet, and what was not understood of those that were."""

    tokens: list[re.Match[str]]
    by: Actor
    problems: list[str] = field(default_factory=list)
    depth: int = 0

    def any_of(self) -> Q:
        """Read what stands between ORs, until a parenthesis closes or the end comes."""
        condition = self.all_of()
        while self._next_is("OR"):
            self.tokens.pop(0)
            other = self.all_of()
            condition = condition | other if condition and other else condition or other
        return condition

    def all_of(self) -> Q:
        """Read what must hold together; AND may be left out."""
        condition = Q()
        while self.tokens and not self._next_is("OR") and self.tokens[0]["paren"] != ")":
            if self._next_is("AND"):
                self.tokens.pop(0)
            else:
                condition &= self.one()
        return condition

    def one(self) -> Q:
        """Read one term, word, or what is in parentheses, perhaps after NOT."""
        token = self.tokens.pop(0)
        if token["word"] == "NOT":
            rest = self.one() if self.tokens and self.tokens[0]["paren"] != ")" else Q()
            return ~rest if rest else rest
        if token["paren"]:
            return self._in_parentheses()
        return self._term(token) if token["name"] else self._words(token)

    def _in_parentheses(self) -> Q:
        self.depth += 1
        condition = self.any_of() if self.depth <= DEEPEST else Q()
        self.depth -= 1
        if self.tokens and self.tokens[0]["paren"] == ")":
            self.tokens.pop(0)
        return condition

    def _term(self, token: re.Match[str]) -> Q:
        value = token["quoted"] if token["quoted"] is not None else token["plain"]
        asked = Asked(token["name"], token["operator"], value.strip(), self.by)
        is_not = asked.operator == "!="
        try:
            condition = term_of(replace(asked, operator=":") if is_not else asked)
        except ValueError as problem:
            self.problems.append(str(problem))
            return Q()
        return ~condition if is_not else condition

    def _words(self, token: re.Match[str]) -> Q:
        asked = beginnings(token["words"] or token["word"] or "")
        return Q(search_words=asked) if asked else Q()

    def _next_is(self, word: str) -> bool:
        return bool(self.tokens) and self.tokens[0]["word"] == word
