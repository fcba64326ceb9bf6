"""What the search in the top bar finds. A floor above adds its own kind of thing:

search.register("Teams", find_teams)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import User
from accounts.people_search import read, with_words
from common.folding import Folded

TOP = 10  # findings of each kind
SORTED_AT_ONCE = 200  # rows


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: what it is called, more about it, where it is, its icon."""

    title: str
    subtitle: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Found:
    """The findings of one kind; `more` says that there are others than these."""

    label: str
    findings: list[Finding]
    more: bool


type Finder = Callable[[Actor, str], Sequence[Finding]]

FINDERS: dict[str, Finder] = {}


def register(label: str, finder: Finder) -> None:
    """Add a kind of thing: `finder(actor, text)` gives what the actor may see, best first.

    It may give eleven findings: the eleventh only says that there are more.
    """
    FINDERS[label] = finder


def find(actor: Actor, text: str) -> list[Found]:
    """Search everything for what was typed. Kinds with nothing found are left out."""
    if not read(text).words:
        return []
    answers = {label: list(finder(actor, text)[: TOP + 1]) for label, finder in FINDERS.items()}
    return [
        Found(label, answer[:TOP], len(answer) > TOP) for label, answer in answers.items() if answer
    ]


def gathered[Rows: QuerySet[Any]](found: Rows) -> Rows:
    """The same rows by their keys, as long as they are not very many. One query.

    The index of words gives them; only of very many are the first asked for in their order, in
    which PostgreSQL would look through everything for a few.
    """
    keys = list(found.order_by().values_list("pk", flat=True)[: SORTED_AT_ONCE + 1])
    return found.filter(pk__in=keys) if len(keys) <= SORTED_AT_ONCE else found


def people(actor: Actor, text: str) -> list[Finding]:
    """Find people by the beginnings of the words in their names and addresses."""
    found = gathered(with_words(User.objects.visible_to(actor), read(text).words))
    rows = found.only("full_name", "username").order_by(Folded("full_name"), "id")
    return [
        Finding(person.full_name, person.username, person.get_absolute_url(), "user")
        for person in rows[: TOP + 1]
    ]


register("People", people)
