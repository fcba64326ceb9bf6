"""The form of a custom role: for each right, as the base has it, granted, or disallowed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from accounts import rights
from accounts.models import CustomRole

AS_BASE, GRANT, DISALLOW = "", "grant", "disallow"
CHOICES = [(AS_BASE, "As base"), (GRANT, "Grant"), (DISALLOW, "Disallow")]
PREFIX = "right-"


@dataclass(frozen=True, slots=True)
class RightRow:
    """One right in the form: its field's name, what is chosen, which built-in roles give it."""

    right: str
    field: str
    chosen: str
    enforced: bool
    given_by: str


@dataclass(frozen=True, slots=True)
class RightGroup:
    """A group of rights, and how many of them differ from the base."""

    name: str
    rows: list[RightRow]
    different: int


class RoleForm(forms.Form):
    """Name, base and rights of a role. A choice nobody made is "as base"."""

    name = forms.CharField(max_length=512, help_text="What the role is for, as “Night operator”.")
    extends = forms.ChoiceField(
        label="Based on",
        choices=CustomRole.Extends.choices,
        initial=CustomRole.Extends.USER,
        widget=forms.RadioSelect(attrs={"data-seg": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for right in rights.RIGHTS:
            self.fields[PREFIX + right] = forms.ChoiceField(choices=CHOICES, required=False)

    @classmethod
    def of(cls, role: CustomRole) -> "RoleForm":
        """The form filled with a role as it is."""
        chosen = {PREFIX + right: GRANT for right in role.granted}
        chosen |= {PREFIX + right: DISALLOW for right in role.disallowed}
        return cls(initial=chosen | {"name": role.name, "extends": role.extends})

    def values(self) -> dict[str, Any]:
        """The cleaned values as the actions take them."""
        return {
            "name": self.cleaned_data["name"],
            "extends": self.cleaned_data["extends"],
            "granted": self._chosen(GRANT),
            "disallowed": self._chosen(DISALLOW),
        }

    def groups(self) -> Iterator[RightGroup]:
        """The rights in their groups, for the template."""
        for name, names in rights.GROUPS.items():
            rows = [self._row(right) for right in names]
            yield RightGroup(name, rows, sum(row.chosen != AS_BASE for row in rows))

    def _row(self, right: str) -> RightRow:
        bound = self[PREFIX + right]
        chosen = str(bound.value() or AS_BASE)
        if chosen not in (GRANT, DISALLOW):
            chosen = AS_BASE
        bases = [base for base in rights.EXTENDABLE if right in rights.ROLE_RIGHTS[base]]
        given_by = ", ".join(map(str.capitalize, bases)) or "none of the three"
        return RightRow(right, bound.html_name, chosen, right in rights.ENFORCED, given_by)

    def _chosen(self, choice: str) -> list[str]:
        return [right for right in rights.RIGHTS if self.cleaned_data[PREFIX + right] == choice]
