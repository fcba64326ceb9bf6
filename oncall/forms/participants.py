"""A form field that asks who takes turns, in which order: people, teams, nobody.

Its buttons (add, up, down, remove) need no script: they send the whole form, so a view asks
`is_editing(request.POST)` of oncall/forms/windows.py before it saves. What is still typed when the
form is sent is added at the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from common.text import one_line
from oncall.actions.rotation_rows import Turn
from oncall.forms.windows import all_of
from teams.models import Team

DO = "participants-do"
NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Order:
    """Those in the list as "user:ID", "team:ID" or "none", and what is typed below it."""

    keys: tuple[str, ...] = ()
    typed: str = ""
    problem: str = ""

    def after(self, edit: str) -> "Order":
        """The list after one of its buttons: "add", "nobody", "up-2", "down-2", "remove-2"."""
        act, _, number = edit.partition("-")
        if act == "add":
            return self.with_typed()
        if act == "nobody":
            return replace(self, keys=(*self.keys, NOBODY))
        place = int(number) - 1 if number.isdecimal() and len(number) < 4 else -1
        if not 0 <= place < len(self.keys):
            return self
        keys = list(self.keys)
        moved = keys.pop(place)
        if act in ("up", "down"):
            keys.insert(max(place - 1, 0) if act == "up" else place + 1, moved)
        return replace(self, keys=tuple(keys))

    def with_typed(self) -> "Order":
        """The list with whom was typed, or with what is wrong with it."""
        text = self.typed.strip()
        if not text:
            return self
        found = named(text)
        if found is None:
            problem = f"There is no person and no team “{text}”. Choose from the list."
            return replace(self, problem=problem)
        return Order((*self.keys, key_of(found)))

    @property
    def rows(self) -> list[tuple[str, Turn]]:
        """The keys with whom they name; those who are gone meanwhile lack. Two queries."""
        found = things_of(self.keys)
        return [(key, found.get(key)) for key in self.keys if key == NOBODY or key in found]


class ParticipantsWidget(forms.Widget):
    """Reads what participants.html sends."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Order:
        """The list as it was sent, with the button that was pressed carried out."""
        order = Order(tuple(all_of(data, name)), one_line(str(data.get(f"{name}-typed", "")), 600))
        return order.after(str(data.get(DO, "")))


class ParticipantsField(forms.Field):
    """Who takes turns. The cleaned value is a list of people, teams and None for nobody."""

    widget = ParticipantsWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Order:
        """What is shown, of an Order or of people and teams."""
        if isinstance(value, Order):
            return value
        return Order(tuple(key_of(one) for one in value or ()))

    def clean(self, value: Any) -> list[Turn]:
        """Those in the list, and whom was typed below it. Raises ValidationError."""
        order = self.prepare_value(value).with_typed()
        if order.problem:
            raise ValidationError(order.problem)
        if not order.keys:
            raise ValidationError("Add somebody who takes turns.")
        return [one for _, one in order.rows]


def key_of(one: Turn) -> str:
    """How a participant stands in the form."""
    if one is None:
        return NOBODY
    return f"{'user' if isinstance(one, User) else 'team'}:{one.pk}"


def named(text: str) -> Turn:
    """The person of that e-mail or whole name, or the team of that name; None for neither."""
    if "@" in text:
        person: User | None = User.objects.named(text).filter(is_blocked=False).first()
        return person
    if team := Team.objects.filter(name__iexact=text).first():
        return team
    people = list(User.objects.filter(full_name__iexact=text, is_blocked=False)[:2])
    return people[0] if len(people) == 1 else None


def things_of(keys: Iterable[str]) -> dict[str, Turn]:
    """The people and teams of these keys. Two queries."""
    ids: dict[str, set[UUID]] = {"user": set(), "team": set()}
    for key in keys:
        kind, _, text = key.partition(":")
        try:
            ids[kind].add(UUID(text))
        except (KeyError, ValueError):
            continue
    people = User.objects.filter(pk__in=ids["user"]).defer("search_words", "password")
    teams = Team.objects.filter(pk__in=ids["team"]).defer("search_words")
    return {key_of(one): one for one in (*people, *teams)}
