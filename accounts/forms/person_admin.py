"""Forms about one person: what they are called, and deleting them."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.validators import known_time_zones


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person's profile."""

    time_zone = forms.ChoiceField()

    class Meta:
        model = User
        fields = ["full_name", "time_zone", "locale", "skype_username"]
        help_texts = {"locale": "Language and country: en_US, de_DE, tr_TR."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = known_time_zones() | {self.instance.time_zone}
        zones = [(name, name.replace("_", " ")) for name in sorted(names)]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """Leave the row as it is: the action changes and checks it."""


class DeleteForm(forms.Form):
    """Asks for the person's user name before they are deleted."""

    username = forms.CharField(max_length=100)

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["username"].label = f"Type {person.username} to delete them"

    def clean_username(self) -> str:
        """The person's user name, regardless of case."""
        typed: str = self.cleaned_data["username"].strip()
        if typed.lower() != self.person.username:
            raise forms.ValidationError(f"Type {self.person.username}.")
        return typed
