"""What narrows the list of people, and what is done with those who were chosen in it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from accounts import people_search
from accounts.actions.people import Role
from accounts.actors import Actor
from accounts.models import CustomRole, User
from accounts.permissions import can_give_role
from common.forms import choice_field

BUILT_IN = [(role.value, role.label) for role in User.Role if role != User.Role.CUSTOM]
VERIFIED = [("", "Any verification"), ("yes", "Verified"), ("no", "Not verified")]
BLOCKED = [("", "Blocked or not"), ("yes", "Blocked"), ("no", "Not blocked")]
SELECTS = ("role", "verified", "blocked")


class PeopleFilter(forms.Form):
    """The search box and the selects. A value that no choice has asks nothing."""

    q = forms.CharField(required=False, max_length=people_search.LONGEST)
    role = forms.ChoiceField(required=False)
    verified = forms.ChoiceField(required=False, choices=VERIFIED)
    blocked = forms.ChoiceField(required=False, choices=BLOCKED)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.custom = {str(role.pk): role.name for role in custom_roles()}
        choices = [("", "Any role"), *BUILT_IN, *self.custom.items()]
        choice_field(self, "role").choices = choices
        self.full_clean()
        self.text: str = self.cleaned_data.get("q", "")
        self.problems: list[str] = []

    def narrow(self, people: QuerySet[User], *, words: bool = True) -> QuerySet[User]:
        """Return those people whom the filter lets through; what is wrong is in `problems`."""
        asked = self.cleaned_data
        if role := asked.get("role"):
            is_custom = role in self.custom
            people = people.filter(**{"custom_role" if is_custom else "role": role})
        for name in ("verified", "blocked"):
            if answer := asked.get(name):
                people = people.filter(**{f"is_{name}": answer == "yes"})
        if not words:
            return people
        people, self.problems = people_search.find(people, self.text)
        if "q" in self.errors:
            self.problems.append("A search is one line of at most 200 characters.")
        return people

    @property
    def is_on(self) -> bool:
        """Whether anything is asked."""
        return any(self.cleaned_data.values())

    @property
    def asked(self) -> list[str]:
        """What is asked, in words: ["marcus", "Not verified"]."""
        labels = [
            str(dict(self._choices(name))[value])
            for name in SELECTS
            if (value := self.cleaned_data.get(name))
        ]
        return [self.text, *labels] if self.text else labels

    @property
    def nobody(self) -> str:
        """What to say when nobody is found: "Nobody matches “marcus” and “Not verified”"."""
        return "Nobody matches " + " and ".join(f"“{words}”" for words in self.asked)

    @property
    def selects(self) -> list[dict[str, Any]]:
        """The selects, ready to be drawn."""
        return [
            {
                "name": name,
                "label": name.capitalize(),
                "choices": self._choices(name),
                "value": self.cleaned_data.get(name, ""),
            }
            for name in SELECTS
        ]

    @property
    def guest(self) -> str:
        """The name of a person who was searched for, to invite them by: "Marcus"; or empty."""
        words = self.text.split()
        named = 0 < len(words) <= 3 and all(word.isalpha() for word in words)
        return " ".join(word.capitalize() if word.islower() else word for word in words) * named

    def _choices(self, name: str) -> Any:
        return choice_field(self, name).choices


class RoleForm(forms.Form):
    """Which role to give, of those that the actor may give."""

    role = forms.ChoiceField()

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.custom = {str(role.pk): role for role in custom_roles()}
        built_in = [(value, label) for value, label in BUILT_IN if can_give_role(by, value)]
        custom = [(key, role.name) for key, role in self.custom.items()]
        groups = [("Built-in roles", built_in), ("Your own roles", custom)]
        choose = [] if "role" in self.initial else [("", "Choose a role")]
        choices = [*choose, *(groups if custom else built_in)]
        choice_field(self, "role").choices = choices

    @property
    def chosen(self) -> Role:
        """The role, once the form is valid."""
        return self.role_of(self.cleaned_data["role"])

    def role_of(self, value: str) -> Role:
        """The role that a choice stands for."""
        custom = self.custom.get(value)
        return Role(User.Role.CUSTOM, custom) if custom else Role(value)


def choice_of(role: Role) -> str:
    """The value of a role among the choices."""
    return str(role.custom.pk) if role.custom else role.name


def ids(texts: Sequence[str]) -> list[UUID]:
    """Return the ids among texts of a form; a forged one names nobody."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def custom_roles() -> list[CustomRole]:
    """All custom roles by name: id and name of each."""
    return sorted(CustomRole.objects.only("name"), key=lambda role: role.name.lower())
