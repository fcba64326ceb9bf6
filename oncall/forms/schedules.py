"""The forms of schedules, rotations and overrides."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from accounts.actors import Actor
from accounts.forms.time_zones import time_zone_choices
from accounts.models import User
from common.forms import choice_field
from oncall.forms.moments import MomentField, set_zone
from oncall.forms.participants import ParticipantsField
from oncall.forms.windows import WindowsField
from oncall.models import Rotation, Schedule
from oncall.moments import check_moments
from oncall.permissions import can_manage_oncall
from teams.forms import PLAIN_TYPING
from teams.models import Team


class ScheduleForm(forms.Form):
    """A schedule's name, team, time zone, and whether it is enabled."""

    name = forms.CharField(max_length=200)
    team = forms.CharField(
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs=PLAIN_TYPING),
        help_text="Its members see the schedule, and its admins change it.",
    )
    time_zone = forms.ChoiceField(label="Time zone", help_text="Hand-overs follow its clocks.")
    description = forms.CharField(
        max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_enabled = forms.BooleanField(
        label="Enabled",
        required=False,
        initial=True,
        help_text="While it is disabled, nobody is on call in it.",
    )

    def __init__(self, *args: Any, by: Actor, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        choice_field(self, "time_zone").choices = time_zone_choices(zone)
        self.fields["team"].required = not by.runs_the_account

    def clean_team(self) -> Team | None:
        """The team of that name, which the actor manages."""
        typed = self.cleaned_data["team"].strip()
        if not typed:
            return None
        team = Team.objects.visible_to(self.by).filter(name__iexact=typed).first()
        if team is None or not can_manage_oncall(self.by, team):
            raise ValidationError(f"You manage no team “{typed}”. Choose one from the list.")
        return team


class RotationForm(forms.Form):
    """A rotation: how long turns are, who takes them, from when, in which hours."""

    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(
        choices=Rotation.Kind.choices,
        initial=Rotation.Kind.WEEKLY,
        label="Turns",
        widget=forms.RadioSelect(attrs={"data-seg": True}),
    )
    length = forms.IntegerField(
        label="Hand over after",
        min_value=1,
        max_value=999,
        initial=1,
        help_text="So many hours, days or weeks.",
    )
    starts_at = MomentField(label="From")
    ends_at = MomentField(label="Until", required=False)
    participants = ParticipantsField()
    time_restriction = WindowsField(label="In which hours")

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_zone(self, zone)


class OverrideForm(forms.Form):
    """Who is on call instead, from when to when, in which rotations."""

    user = forms.CharField(label="Who", max_length=600, widget=forms.TextInput(attrs=PLAIN_TYPING))
    starts_at = MomentField(label="From")
    ends_at = MomentField(label="To")
    rotations = forms.ModelMultipleChoiceField(
        Rotation.objects.none(),
        label="Instead of whom",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=(
            "The turns in these rotations, in their hours. With none chosen, the whole schedule: "
            "also while nobody else would be on call."
        ),
    )
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, schedule: Schedule, zone: ZoneInfo, only: User | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_zone(self, zone)
        self.only = only
        rotations = schedule.rotations.order_by("position", "pk")
        self.fields["rotations"].queryset = rotations  # type: ignore[attr-defined]  # a choice of rows
        if only:
            del self.fields["user"]

    def clean_user(self) -> User:
        """The person of that e-mail."""
        typed = self.cleaned_data["user"].strip()
        person: User | None = User.objects.named(typed).first() if "@" in typed else None
        if person is None:
            raise ValidationError("Choose somebody from the list, or type the whole e-mail.")
        return person

    def clean(self) -> dict[str, Any]:
        """Without the right to name others, it is oneself."""
        values = super().clean() or self.cleaned_data
        if self.only:
            values["user"] = self.only
        check_moments(values, "starts_at", "ends_at")
        start, end = values.get("starts_at"), values.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", "An override ends after it starts.")
        return values


class DeleteScheduleForm(forms.Form):
    """Asks for a schedule's name before it goes."""

    name = forms.CharField(
        label="Type the name of the schedule", widget=forms.TextInput(attrs=PLAIN_TYPING)
    )

    def __init__(self, *args: Any, schedule: Schedule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schedule = schedule

    def clean_name(self) -> str:
        """The schedule's name, exactly."""
        typed: str = self.cleaned_data["name"]
        if typed != self.schedule.name:
            raise ValidationError(f"Type {self.schedule.name}, exactly as it is written above.")
        return typed
