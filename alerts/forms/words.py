"""What an alert says, as forms: editing one, making one."""

from collections.abc import Collection
from typing import Any

from django import forms

from alerts import limits
from alerts.limits import Named
from alerts.models import Alert

EDITED = {  # a field, and the right it needs
    "message": "alert-update-message",
    "priority": "alert-update-priority",
    "description": "alert-update-description",
    "tags": "alert-edit-tags",
}


class EditForm(forms.Form):
    """What an alert says."""

    message = forms.CharField(max_length=limits.MESSAGE)
    priority = forms.TypedChoiceField(choices=Alert.Priority, coerce=int)
    description = forms.CharField(
        max_length=limits.DESCRIPTION, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    tags = forms.CharField(
        max_length=limits.TAGS * (limits.WORD + 2),
        required=False,
        help_text=f"With commas between. {limits.TAGS} at most.",
    )

    def __init__(self, *args: Any, only: Collection[str] = EDITED, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in EDITED:
            if name not in only:
                del self.fields[name]

    def clean_description(self) -> str:
        """Browsers send lines with ends of two characters."""
        return str(self.cleaned_data["description"]).replace("\r\n", "\n")

    def clean_tags(self) -> list[str]:
        """Read the tags. Raises ValidationError for too many, or one that is too long."""
        tags = words_in(self.cleaned_data["tags"])
        if len(tags) > limits.TAGS:
            raise forms.ValidationError(f"These are {len(tags)} tags; {limits.TAGS} at most.")
        if long := next((tag for tag in tags if len(tag) > limits.WORD), ""):
            raise forms.ValidationError(
                f"“{long[:20]}…” is too long; {limits.WORD} characters at most."
            )
        return tags

    def values_over(self, alert: Alert) -> dict[str, Any]:
        """What the alert shall say: as it is, but for the fields that were changed."""
        typed = {name: self.cleaned_data[name] for name in self.changed_data}
        return {name: typed.get(name, getattr(alert, name)) for name in EDITED}


class CreateForm(EditForm):
    """A new alert."""

    responders = forms.CharField(
        max_length=2000,
        required=False,
        label="Teams and people to tell",
        help_text="Names of teams, or e-mails of people, with commas between. "
        "Without any, only owners and admins see the alert.",
    )
    field_order = ("message", "priority", "responders", "tags", "description")

    @property
    def responder_names(self) -> list[Named]:
        """Whom the form names, once it is valid: a text with @ is a person's user name."""
        return [
            Named("user" if "@" in name else "team", name=name)
            for name in words_in(self.cleaned_data["responders"])
        ]


def as_typed(alert: Alert) -> dict[str, Any]:
    """What the form of an alert begins with."""
    return {name: getattr(alert, name) for name in EDITED} | {"tags": ", ".join(alert.tags)}


def words_in(text: str) -> list[str]:
    """The texts between commas, each once."""
    return list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
