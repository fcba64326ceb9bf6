"""What one may look for in the log."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from accounts import audit
from accounts.log_reading import DOORS, LogFilter, label_of
from accounts.models import User

KIND_WORDS = {
    "account": "Organisation",
    "demo": "Demo organisation",
    "key": "API keys",
    "person": "People",
    "rule": "Notification rules",
    "rules": "Copied rules",
    "security": "Second factors",
    "session": "Sign-ins",
}


def door_choices() -> list[tuple[str, str]]:
    """The doors there are."""
    return [("", "Any door"), *((str(via), label) for via, (label, _) in DOORS.items())]


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of events there are."""
    return [("", "Any kind"), *kinds()]


def kinds() -> list[tuple[str, str]]:
    """The kinds of events there are, as (start of the verb, label), by label."""
    starts = {verb.partition(".")[0] for verb in audit.WORDS}
    named = [(start, KIND_WORDS.get(start, f"{label_of(start)}s")) for start in starts]
    return sorted(named, key=lambda kind: kind[1])


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

    @property
    def selects(self) -> list[dict[str, Any]]:
        """The two selects, as the template writes them: a widget would cost ten times as much."""
        return [
            {
                "id": f"log_{name}",
                "name": name,
                "label": self.fields[name].label,
                "choices": list(choices()),
                "value": self.data.get(name, ""),
            }
            for name, choices in (("via", door_choices), ("kind", kind_choices))
        ]

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
