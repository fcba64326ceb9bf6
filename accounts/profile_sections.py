"""Sections that other apps put on a person's page, under the contacts and notification rules.

A floor above registers one when its app is ready:

    profile_sections.register("chatlink/profile.html", chat_accounts, order=20)

`chat_accounts(person, actor)` returns the template's context, or None for no section at all. The
template draws one `<section class="card">`; `person` and `actor` are in its context as well.
Keep to a constant number of queries.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from accounts.actors import Actor
from accounts.models import User

type ContextOf = Callable[[User, Actor], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Section:
    """A template, what fills it, and where it stands (low numbers first)."""

    template: str
    context_of: ContextOf
    order: int


_SECTIONS: dict[str, Section] = {}


def register(template: str, context_of: ContextOf, *, order: int = 50) -> None:
    """Add a section to every person's page."""
    _SECTIONS[template] = Section(template, context_of, order)


def sections_of(person: User, actor: Actor) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the template and the context of each section that has something to show, in order."""
    for section in sorted(_SECTIONS.values(), key=lambda one: (one.order, one.template)):
        context = section.context_of(person, actor)
        if context is not None:
            yield section.template, context | {"person": person, "actor": actor}
