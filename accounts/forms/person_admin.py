"""Forms about one person: what they are called, and deleting them."""

from typing import Any

from django import forms

from accounts.forms.time_zones import time_zone_choices
from accounts.models import User
from common.forms import choice_field


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A person's profile."""

    time_zone = forms.ChoiceField()

    class Meta:
        model = User
        fields = ["full_name", "time_zone", "locale", "skype_username"]
        help_texts = {"locale": "Language and country: en_US, de_DE, tr_TR."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = time_zone_choices(self.instance.time_zone)
        choice_field(self, "time_zone").choices = zones

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
