"""The form of a routing rule. What is allowed, the actions say."""

from typing import Any

from django import forms

from accounts.forms.time_zones import time_zone_choices
from oncall.forms.windows import WindowsField
from routing.actions import RuleValues
from routing.forms.conditions import ConditionsField
from routing.forms.targets import TargetForm, initial_of
from routing.models import RoutingRule
from routing.typed import Fault, Rows

MatchType = RoutingRule.MatchType


class RuleForm(TargetForm):
    """A rule: its name, which alerts, when, whom it notifies."""

    match_type = forms.ChoiceField(
        choices=MatchType.choices,
        label="Which alerts",
        widget=forms.RadioSelect(attrs={"data-seg": True}),
    )
    conditions = ConditionsField()
    time_restriction = WindowsField()
    time_zone = forms.ChoiceField(choices=time_zone_choices, label="Time zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.faults: dict[int, Fault] = {}
        self.has_new_row = False

    @property
    def rows(self) -> Rows:
        """The conditions as typed."""
        rows: Rows = self["conditions"].value()
        return rows

    @property
    def shown_rows(self) -> list[dict[str, Any]]:
        """Each row with its number and what is wrong with it."""
        return [
            {
                "row": row,
                "name": f"conditions-{place}",
                "number": place + 1,
                "place": place,
                "fault": self.faults.get(place),
                "is_new": self.has_new_row and place == len(self.rows.rows) - 1,
            }
            for place, row in enumerate(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        """Conditions count unless the rule takes every alert; then they are left out."""
        cleaned = super().clean()
        rows: Rows = cleaned.get("conditions") or Rows()
        if cleaned.get("match_type") == MatchType.ALL:
            cleaned["conditions"] = []
            return cleaned
        cleaned["conditions"] = rows.as_json()
        self.faults = rows.faults
        if not rows.rows:
            self.add_error("conditions", "Add a condition, or choose “Every alert”.")
        elif self.faults:
            numbers = " and ".join(str(place + 1) for place in self.faults)
            plural = "s" if len(self.faults) > 1 else ""
            self.add_error("conditions", f"Fix condition{plural} {numbers} to save.")
        return cleaned

    @property
    def values(self) -> RuleValues:
        """What the actions take."""
        cleaned = self.cleaned_data
        return RuleValues(
            name=cleaned["name"],
            match_type=cleaned["match_type"],
            conditions=cleaned["conditions"],
            time_restriction=cleaned["time_restriction"],
            time_zone=cleaned["time_zone"],
            notify=self.target,
        )


def initial_of_rule(rule: RoutingRule) -> dict[str, Any]:
    """What the form shows of a rule."""
    return initial_of(rule) | {
        "match_type": rule.match_type,
        "conditions": rule.conditions,
        "time_restriction": rule.time_restriction,
        "time_zone": rule.time_zone,
    }
