"""What the dialogs of one alert ask."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from alerts import limits
from alerts.limits import Named
from common.text import one_line
from oncall.models import Escalation

NOBODY = "Choose somebody from the list: nobody is called so."
TWO = "Two people are called so. Type the e-mail."
KINDS = {
    "team": "Team",
    "user": "Person",
    "schedule": "Schedule",
    "escalation": "Escalation",
}
SPANS = {
    "15": "15 minutes",
    "60": "1 hour",
    "240": "4 hours",
    "720": "12 hours",
    "1440": "1 day",
    "": "Until a time of my choice",
}


class NoteForm(forms.Form):
    """A note."""

    note = forms.CharField(
        max_length=limits.NOTE, strip=True, error_messages={"required": "Write a note."}
    )


class AssignForm(forms.Form):
    """Whose the alert shall be."""

    person = forms.CharField(max_length=300, label="Person")

    def clean_person(self) -> User:
        """Find the person by user name or full name."""
        typed = one_line(self.cleaned_data["person"], 300)
        people = User.objects.filter(is_blocked=False)
        named: list[User] = list(people.filter(username=typed.lower())) or list(
            people.filter(full_name__iexact=typed)[:2]
        )
        if len(named) != 1:
            raise forms.ValidationError(TWO if named else NOBODY)
        return named[0]


class SnoozeForm(forms.Form):
    """How long the alert shall rest: one of a few spans, or until a moment."""

    span = forms.ChoiceField(label="For", required=False, choices=SPANS, initial="60")
    until = forms.DateTimeField(
        required=False,
        label="Until",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        if not self.cleaned_data.get("span") and not self.cleaned_data.get("until"):
            self.add_error("until", "Choose a time.")
        return self.cleaned_data

    @property
    def moment(self) -> datetime:
        """When the alert wakes, once the form is valid."""
        if span := self.cleaned_data.get("span"):
            return timezone.now() + timedelta(minutes=int(span))
        until: datetime = self.cleaned_data["until"]
        return until


class EscalateForm(forms.Form):
    """Which escalation to start."""

    def __init__(self, *args: Any, escalations: QuerySet[Escalation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["escalation"] = forms.ModelChoiceField(
            escalations, empty_label="Choose an escalation"
        )

    @property
    def chosen(self) -> Escalation:
        """The escalation, once the form is valid."""
        found: Escalation = self.cleaned_data["escalation"]
        return found


class ResponderForm(forms.Form):
    """Whom to add."""

    kind = forms.ChoiceField(
        choices=KINDS, initial="user", widget=forms.RadioSelect({"data-seg": True})
    )
    responder = forms.CharField(max_length=300, label="Name, or a person’s e-mail")

    @property
    def named(self) -> Named:
        """Whom the form names, once it is valid."""
        return Named(self.cleaned_data["kind"], name=one_line(self.cleaned_data["responder"], 300))
