"""The part of a form that asks which alerts a rule takes. What is allowed, the actions say."""

from typing import Any

from django import forms

from routing.forms.conditions import ConditionsField
from routing.models import RoutingRule
from routing.operations import ALLOWED
from routing.typed import OPERATION_WORDS, Fault, Rows

MatchType = RoutingRule.MatchType


class WhichAlertsForm(forms.Form):
    """Every alert, or those for which any or all conditions hold."""

    match_type = forms.ChoiceField(
        choices=MatchType.choices,
        label="Which alerts",
        widget=forms.RadioSelect(attrs={"data-seg": True}),
    )
    conditions = ConditionsField()
    # What the script offers when another field is chosen.
    operations = {
        str(kind): [[name, OPERATION_WORDS[name]] for name in names]
        for kind, names in ALLOWED.items()
    }

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
        cleaned = super().clean() or self.cleaned_data
        if "conditions" not in self.fields:
            return cleaned
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
