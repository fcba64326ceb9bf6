"""The filters of the report of actions, asked by GET."""

from datetime import datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.actors import Actor
from accounts.models import User
from common.text import one_line
from oncall.moments import FIRST, LAST
from reports import doors, kinds, periods
from reports.asking import ANONYMOUS, LINKED, Asked
from teams.models import Team
from teams.reading import teams_found

PERIODS = [*((name, words.capitalize()) for name, words in periods.LAST.items()), ("own", "Dates")]
LINKS = [("", "Linked or not"), (LINKED, "Linked to a user"), (ANONYMOUS, "Not connected")]
MOST_TEAMS = 100  # whose names begin as what was typed


def _words(label: str, placeholder: str) -> forms.CharField:
    attributes = {"spellcheck": "false", "placeholder": placeholder}
    return forms.CharField(
        max_length=200, required=False, label=label, widget=forms.TextInput(attrs=attributes)
    )


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        required=False, label=label, widget=forms.DateInput(attrs={"type": "date"})
    )


class ActionsForm(forms.Form):
    """Who, of which team, by which door, what, when. `by` is who asks."""

    period = forms.ChoiceField(
        choices=PERIODS, required=False, label="Period", widget=forms.RadioSelect
    )
    since, until = _day("From"), _day("To")
    person, team = _words("Person", "Anybody"), _words("Team", "Any team")
    door = forms.ChoiceField(choices=doors.choices, required=False, label="Door")
    linked = forms.ChoiceField(choices=LINKS, required=False, label="Linked or not")
    kind = forms.ChoiceField(choices=kinds.choices, required=False, label="Action")

    def __init__(self, asked: QueryDict, *, by: Actor, now: datetime, zone: tzinfo) -> None:
        data = asked.copy()
        if data.get("period", "") not in dict(PERIODS):
            has_days = data.get("since") or data.get("until")
            data["period"] = periods.OWN if has_days else periods.USUAL
        super().__init__(data, auto_id="report_%s")
        self.by, self.now, self.zone = by, now, zone

    @property
    def is_narrow(self) -> bool:
        """Whether anything but a period is asked for."""
        return any(self.data.get(name) for name in ("person", "team", "door", "linked", "kind"))

    @property
    def selects(self) -> list[forms.BoundField]:
        """The filters that are chosen from a list."""
        return [self[name] for name in ("door", "linked", "kind")]

    def clean(self) -> dict[str, Any]:
        """Check that days are given where they are asked for, in order, and not too many."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("period") != periods.OWN or self.errors:
            return values
        today = self.now.astimezone(self.zone).date()
        until = values["until"] = values["until"] or today
        since = values["since"] = values["since"] or until
        if not (FIRST.date() <= since and until < LAST.date()):
            raise ValidationError({"since": "Choose days between the years 2000 and 2100."})
        if until < since:
            raise ValidationError({"until": "The last day is before the first."})
        if until - since >= timedelta(days=periods.MOST_DAYS):
            words = f"Choose at most {periods.MOST_DAYS} days."
            raise ValidationError({"until": words})
        return values

    def asked(self) -> Asked:
        """What is asked for. A person who can't be found is looked for as a name in the log."""
        values = self.cleaned_data
        typed = one_line(values["person"], 200)
        person = _person(typed)
        return Asked(
            period=self._period(),
            person=person,
            name="" if person else typed,
            teams=self._teams(one_line(values["team"], 200)),
            door=values["door"],
            linked=values["linked"],
            kind=values["kind"],
        )

    def _period(self) -> periods.Period:
        values = self.cleaned_data
        if values["period"] == periods.OWN:
            return periods.between(values["since"], values["until"], self.zone)
        return periods.last(values["period"], self.now, self.zone)

    def _teams(self, typed: str) -> list[UUID] | None:
        """The team of that name, or else those whose names begin so; None when none is typed."""
        if not typed:
            return None
        exact = Team.objects.visible_to(self.by).filter(name__iexact=typed)
        found = list(exact.values_list("pk", flat=True))
        begun = teams_found(self.by, typed).values_list("pk", flat=True)
        return found or list(begun[:MOST_TEAMS])


def _person(typed: str) -> UUID | None:
    """The person of that e-mail."""
    if "@" not in typed:
        return None
    found: UUID | None = User.objects.named(typed).values_list("pk", flat=True).first()
    return found
