"""The form of a routing rule. What is allowed, the actions say."""

from typing import Any

from django import forms

from accounts.forms.time_zones import time_zone_choices
from oncall.forms.windows import WindowsField
from routing.actions import RuleValues
from routing.forms.quick_select import QuickSelect
from routing.forms.targets import TargetForm, initial_of
from routing.forms.which_alerts import WhichAlertsForm
from routing.models import RoutingRule


class RuleForm(WhichAlertsForm, TargetForm):
    """A rule: its name, which alerts, when, whom it notifies."""

    time_restriction = WindowsField()
    time_zone = forms.ChoiceField(choices=time_zone_choices, label="Time zone", widget=QuickSelect)

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
