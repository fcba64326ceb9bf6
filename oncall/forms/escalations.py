"""The form of an escalation: itself, and a row for each step.

The rows are named step-0-…, step-1-…; their numbers need not follow each other. The buttons that
add and remove rows need no script: they send the whole form, so a view asks `is_editing` before it
saves, and draws the page again.
"""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.actors import Actor
from accounts.permissions import can_manage_account
from oncall.actions.escalations import MOST_STEPS, REPEAT, Step, planned, steps_of
from oncall.forms.escalation_steps import StepForm, initial_of
from oncall.models import Escalation, EscalationRule
from oncall.permissions import can_manage_oncall
from teams.forms import PLAIN_TYPING
from teams.models import Team

DO = "do"  # the button pressed: add, remove-3; or look, when only the summary is asked for
_ROW = re.compile(r"step-(\d{1,4})-whom")
SAY_WAIT = "Say after how many minutes it begins again."


class EscalationForm(forms.Form):
    """An escalation, with `rows` for its steps."""

    name = forms.CharField(max_length=200)
    team = forms.CharField(
        max_length=100,
        required=False,
        help_text="Its admins may change the escalation.",
        widget=forms.TextInput(attrs=PLAIN_TYPING),
    )
    description = forms.CharField(
        max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    repeat_after_minutes = forms.IntegerField(
        label="Begin again after", required=False, min_value=1, max_value=1440
    )
    repeat_count = forms.IntegerField(label="Times", required=False, min_value=1, max_value=20)
    resets_recipients = forms.BooleanField(
        label="Each time, let the alert count as not acknowledged again", required=False
    )
    closes_alert = forms.BooleanField(
        label="Close the alert when all of it is over", required=False
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        by: Actor,
        escalation: Escalation | None = None,
        team: Team | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(escalation, team))
        self.by, self.pressed = by, data.get(DO, "") if data else ""
        self.fields["team"].required = not can_manage_account(by)
        self.was = escalation.team if escalation else None
        self.named = steps_of(escalation) if escalation else []
        self.rows = self._sent(data) if data is not None else self._stored()
        if self.is_editing:
            for form in (self, *self.rows):
                form.errors.clear()  # nothing is wrong while it is being typed

    @property
    def is_editing(self) -> bool:
        """Whether a button of the rows was pressed: draw the form again, and save nothing."""
        return bool(self.pressed)

    @property
    def has_removed(self) -> bool:
        """Whether the button pressed removed a row."""
        return self.pressed.startswith("remove")

    @property
    def can_add(self) -> bool:
        """Whether there is room for another step."""
        return len(self.rows) < MOST_STEPS

    def is_valid(self) -> bool:
        """Whether the escalation and each of its steps are as they may be."""
        return bool(super().is_valid()) and all(row.is_valid() for row in self.rows)

    def steps(self) -> list[Step]:
        """The steps as they come, of the rows that are whole."""
        whole = [row.step() for row in self.rows if row.is_whole]
        return sorted(whole, key=lambda step: step.delay_minutes)

    def planned(self) -> Escalation:
        """The escalation as it would repeat, as far as that was sent; else as it is."""
        values = self.cleaned_data if self.is_bound else self.initial
        return Escalation(**{name: values[name] for name in REPEAT if values.get(name)})

    def planned_steps(self) -> list[EscalationRule]:
        """The steps as they would be, as far as they are whole; else as they are."""
        return planned(self.steps()) if self.is_bound else self.named

    def clean_team(self) -> Team | None:
        """The team of that name: one of those whose on-call the actor manages."""
        typed = self.cleaned_data["team"].strip()
        if not typed:
            return None
        team: Team | None = Team.objects.visible_to(self.by).filter(name__iexact=typed).first()
        if team is None and self.was and self.was.name.lower() == typed.lower():
            team = self.was
        if team is None:
            raise ValidationError(f"There is no team “{typed}”. Choose one from the list.")
        if not can_manage_oncall(self.by, team):
            raise ValidationError(f"You don’t administer {team.name}. Choose a team of yours.")
        return team

    def clean(self) -> dict[str, Any]:
        """Only what begins again can be counted, start anew or end."""
        values = super().clean() or {}
        values["repeat_count"] = values.get("repeat_count") or 0
        wait = values.get("repeat_after_minutes")
        if wait is None and any(values.get(name) for name in REPEAT):
            self.add_error("repeat_after_minutes", SAY_WAIT)
        elif wait is not None and "repeat_count" not in self.errors:
            values["repeat_count"] = values["repeat_count"] or 1
        return values

    def _stored(self) -> list[StepForm]:
        if not self.was and not self.named and not self.initial.get("name"):
            return [self._row(0)]
        return [self._row(number, initial=initial_of(one)) for number, one in enumerate(self.named)]

    def _sent(self, data: QueryDict) -> list[StepForm]:
        rows = [self._row(number, data) for number in _numbers(data) if not self._removes(number)]
        if self.pressed == "add" and len(rows) < MOST_STEPS:
            numbers = [row.number for row in rows]
            last = max((row.delay() for row in rows), default=-5)
            added = self._row(max(numbers, default=-1) + 1, initial={"delay_minutes": last + 5})
            added.is_new = True
            rows.append(added)
        return rows

    def _removes(self, number: int) -> bool:
        return self.pressed == f"remove-{number}"

    def _row(
        self, number: int, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None
    ) -> StepForm:
        return StepForm(data, number=number, by=self.by, named=self.named, initial=initial)


def _numbers(data: QueryDict) -> Iterable[int]:
    """The numbers of the rows that were sent; one more than allowed at most."""
    found = {int(match[1]) for name in data if (match := _ROW.fullmatch(name))}
    return sorted(found)[: MOST_STEPS + 1]


def _initial(escalation: Escalation | None, team: Team | None) -> dict[str, Any]:
    if escalation is None:
        return {"team": team.name if team else ""}
    values = {name: getattr(escalation, name) for name in ("name", "description", *REPEAT)}
    values["repeat_count"] = escalation.repeat_count or None
    return values | {"team": escalation.team.name if escalation.team else ""}


class DeleteForm(forms.Form):
    """Nothing to type: what the action refuses stands above its buttons."""
