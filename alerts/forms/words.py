"""What an alert says, as forms: editing one, making one."""

import json
from collections.abc import Collection
from hashlib import sha256
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
TAKEN = "Somebody has changed this meanwhile, to {}. Save again to replace it."


class WordsForm(forms.Form):
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


class EditForm(WordsForm):
    """Changes what an alert says; `initial` is what it says now (`as_typed`).

    `was` marks what it said when the form was shown. So what others changed since stays, unless
    the same was typed over: then the form says so once, and the second time it is replaced.
    """

    was = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = {name: _mark(self.initial[name]) for name in self.fields if name in EDITED}
        self.initial["was"] = json.dumps(self.now)
        self.typed = {name: _mark(self.data[name]) for name in self.now if name in self.data}

    def clean(self) -> dict[str, Any]:
        """Say at its field what somebody else has changed in the meantime, too."""
        was, taken = self.was_shown, {}
        for name in self.changed:
            if was[name] != self.now[name] != self.typed[name]:
                now = str(self.initial[name])
                words = f"“{now[:100]}{'…' if len(now) > 100 else ''}”" if now else "nothing"
                self.add_error(name, TAKEN.format(words))
                taken[name] = self.now[name]
        # What the form says when it is shown again.
        sent = {name: self.data[name] for name in self.data}
        self.data = sent | {"was": json.dumps(was | taken)}
        return self.cleaned_data

    @property
    def was_shown(self) -> dict[str, str]:
        """The marks of the fields as they were shown; as they are, when nobody says."""
        try:
            was = json.loads(self.cleaned_data.get("was", ""))
        except (ValueError, RecursionError):
            was = None
        return self.now | was if isinstance(was, dict) else self.now

    @property
    def changed(self) -> list[str]:
        """The fields in which somebody typed something else than was shown."""
        return [name for name, mark in self.typed.items() if mark != self.was_shown[name]]

    def values_over(self, alert: Alert) -> dict[str, Any]:
        """What the alert shall say: as it is, but for the fields that were changed."""
        typed = {name: self.cleaned_data[name] for name in self.changed}
        return {name: typed.get(name, getattr(alert, name)) for name in EDITED}


class CreateForm(WordsForm):
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


def _mark(value: object) -> str:
    """A few characters that differ when a text does; ends of lines and of the text don't count."""
    text = str(value).replace("\r\n", "\n").strip()
    return sha256(text.encode(errors="replace")).hexdigest()[:16]


def words_in(text: str) -> list[str]:
    """The texts between commas, each once."""
    return list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
