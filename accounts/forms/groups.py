"""Forms about groups of people."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Group, User


class GroupForm(forms.Form):
    """A group's name and description."""

    name = forms.CharField(max_length=100)
    description = forms.CharField(max_length=512, required=False)


class MemberForm(forms.Form):
    """Somebody to put into a group, named by e-mail."""

    person = forms.CharField(label="Name or e-mail", max_length=100)

    def clean_person(self) -> User:
        """Return the person of that e-mail."""
        typed = self.cleaned_data["person"]
        person: User | None = User.objects.named(typed).first()
        if person is None:
            raise ValidationError(
                f"Nobody here has the e-mail “{typed}”. Type a name, then choose a suggestion."
            )
        return person


class DeleteForm(forms.Form):
    """Asks for the group's name before it is deleted."""

    name = forms.CharField(
        label="Type the name of the group", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group

    def clean_name(self) -> str:
        """Accept the name only as it is written."""
        name: str = self.cleaned_data["name"]
        if name != self.group.name:
            raise ValidationError(f"Type the name as it is written: {self.group.name}.")
        return name
