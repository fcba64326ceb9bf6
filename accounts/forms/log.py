"""What one may look for in the log."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.log_reading import DOORS, LogFilter, kinds
from accounts.models import User


def door_choices() -> list[tuple[str, str]]:
    """The doors there are."""
    return [("", "Any door"), *((str(via), label) for via, (label, _) in DOORS.items())]


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of events there are."""
    return [("", "Any kind"), *kinds()]


class LogForm(forms.Form):
    """The filters above the log, asked by GET. `people` are those who may be named by e-mail."""

    q = forms.CharField(max_length=200, required=False, label="Search the log")
    person = forms.CharField(
        max_length=600,
        required=False,
        label="Person",
        widget=forms.TextInput(attrs={"spellcheck": "false", "placeholder": "Anybody"}),
    )
    via = forms.ChoiceField(choices=door_choices, required=False, label="Door")
    kind = forms.ChoiceField(choices=kind_choices, required=False, label="Kind")
    since = forms.DateField(
        required=False, label="From", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        required=False, label="To", widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, asked: QueryDict, *, people: QuerySet[User]) -> None:
        data = asked.copy()
        self.person_id = _person_id(asked.get("person", "").strip(), people)
        if self.person_id and (named := people.filter(pk=self.person_id).first()):
            data["person"] = named.username
        super().__init__(data, auto_id="log_%s")

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for at all."""
        return any(self.data.get(name) for name in self.fields)

    def clean(self) -> dict[str, Any]:
        """Check that the days are in order."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            raise ValidationError({"until": "The last day is before the first."})
        return values

    def asked(self) -> LogFilter:
        """What is looked for. A person who can't be found is looked for as a text."""
        values = self.cleaned_data
        named = "" if self.person_id else values["person"]
        return LogFilter(
            text=f"{values['q']} {named}",
            person=self.person_id,
            via=values["via"],
            kind=values["kind"],
            since=values["since"],
            until=values["until"],
        )


def _person_id(typed: str, people: QuerySet[User]) -> UUID | None:
    """The person whom somebody named by id or e-mail; None for other texts."""
    try:
        return UUID(typed)
    except ValueError:
        pass
    if "@" not in typed or "\0" in typed:
        return None
    found: UUID | None = people.filter(username=typed.lower()).values_list("pk", flat=True).first()
    return found
