"""The form of an alert to try: typed, pasted as JSON, or one that came in."""

from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actors import Actor
from routing import samples
from routing.cutting import cut
from routing.facts import Facts
from routing.pasted import read_alert, read_pairs
from teams.models import Team

TYPED, PASTED, RECENT = "type", "json", "recent"
SOURCES = [(TYPED, "Type it"), (PASTED, "Paste JSON"), (RECENT, "Recent alert")]
PRIORITIES = [(number, f"P{number}") for number in range(1, 6)]
RECENT_SHOWN = 20
YEARS = range(2000, 2101)
LOCAL = "%Y-%m-%dT%H:%M"
SMALL = {"autocomplete": "off"}


class TryForm(forms.Form):
    """An alert, and when it comes. `facts` and `at` are what the rules are asked with."""

    origin = forms.ChoiceField(
        choices=SOURCES, initial=TYPED, label="Where the alert comes from",
        widget=forms.RadioSelect(attrs={"data-seg": True}),
    )  # fmt: skip
    message = forms.CharField(max_length=15_000, required=False, widget=forms.TextInput(SMALL))
    tags = forms.CharField(
        max_length=15_000,
        required=False,
        widget=forms.TextInput(SMALL | {"placeholder": "prod, ledger"}),
    )
    priority = forms.ChoiceField(choices=PRIORITIES, initial=3, required=False)
    source = forms.CharField(max_length=512, required=False, widget=forms.TextInput(SMALL))
    entity = forms.CharField(max_length=512, required=False, widget=forms.TextInput(SMALL))
    alias = forms.CharField(max_length=512, required=False, widget=forms.TextInput(SMALL))
    description = forms.CharField(
        max_length=15_000, required=False, widget=forms.Textarea({"rows": 2})
    )
    details = forms.CharField(
        max_length=15_000,
        required=False,
        label="Extra properties",
        help_text="One a line: region=eu",
        widget=forms.Textarea({"rows": 2, "spellcheck": "false"}),
    )
    json = forms.CharField(
        max_length=100_000,
        required=False,
        label="Alert as JSON",
        help_text="As for POST /v2/alerts. Fields that rules don’t know are left out.",
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", "class": "mono"}),
    )
    sample = forms.ChoiceField(required=False, label="Alert")
    at = forms.DateTimeField(
        label="Arrives",
        required=False,
        input_formats=[LOCAL, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "num"}, format=LOCAL),
    )

    def __init__(self, *args: Any, team: Team, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team, self.by = team, by
        self.facts = Facts()
        recent = samples.recent(team, by, RECENT_SHOWN)
        chosen = cast(forms.ChoiceField, self.fields["sample"])
        chosen.choices = [(str(one.id), one.words) for one in recent]
        # One that a page of its own led here from may be older than the list goes back.
        asked = self.data.get("sample", "")
        if asked not in dict(chosen.choices) and (older := self._sample(asked)):
            chosen.choices = [(asked, older[0].message), *chosen.choices]
        if not samples.are_there():
            cast(forms.ChoiceField, self.fields["origin"]).choices = SOURCES[:2]

    @classmethod
    def fresh(cls, team: Team, by: Actor, now: datetime) -> "TryForm":
        """An empty form: the alert comes now."""
        return cls(team=team, by=by, initial={"at": timezone.localtime(now)}, auto_id="try_%s")

    @classmethod
    def of_sample(cls, team: Team, by: Actor, sample: str) -> "TryForm | None":
        """A form filled with an alert that came, at the time it came; None if there is none."""
        found = cls(team=team, by=by)._sample(sample)
        if found is None:
            return None
        at = timezone.localtime(found[1]).strftime(LOCAL)
        data = {"origin": RECENT, "sample": sample, "at": at}
        return cls(data, team=team, by=by, auto_id="try_%s")

    def _sample(self, asked: str) -> tuple[Facts, datetime] | None:
        try:
            return samples.facts_of(self.team, self.by, UUID(asked))
        except ValueError:
            return None

    def clean_at(self) -> datetime | None:
        """A moment of this century."""
        at: datetime | None = self.cleaned_data["at"]
        if at and at.year not in YEARS:
            raise ValidationError(f"Choose a year from {YEARS[0]} to {YEARS[-1]}.")
        return at

    def clean(self) -> dict[str, Any]:
        """Put the facts together, from where they are to come."""
        cleaned = super().clean() or self.cleaned_data
        readers = {TYPED: self._typed, PASTED: self._pasted, RECENT: self._recent}
        fields = {TYPED: "details", PASTED: "json", RECENT: "sample"}
        origin = cleaned.get("origin", TYPED)
        try:
            facts = readers[origin](cleaned)
            self.facts = replace(facts, **cut(facts))
        except ValidationError as problem:
            self.add_error(fields[origin], problem)
        return cleaned

    def _typed(self, cleaned: dict[str, Any]) -> Facts:
        return Facts(
            **{
                name: cleaned.get(name, "")
                for name in ("message", "alias", "description", "source", "entity")
            },
            tags=tuple(one.strip() for one in cleaned.get("tags", "").split(",") if one.strip()),
            details=read_pairs(cleaned.get("details", "")),
            priority=int(cleaned.get("priority") or 3),
            teams=(self.team.name,),
            responders=(self.team.name,),
        )

    def _pasted(self, cleaned: dict[str, Any]) -> Facts:
        return read_alert(cleaned.get("json", ""), team=self.team.name)

    def _recent(self, cleaned: dict[str, Any]) -> Facts:
        found = self._sample(cleaned.get("sample", ""))
        if found is None:
            raise ValidationError("Choose an alert from the list.")
        return found[0]
