"""What narrows the list of alerts."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.actors import Actor
from alerts import reading
from alerts.models import Alert

ANY = "any"
STATUSES = {
    "open": "Open",
    "unacked": "Not acknowledged",
    "acked": "Acknowledged",
    "snoozed": "Snoozed",
    "closed": "Closed",
    ANY: "Open or closed",
}
PRIORITIES = {"": "Any priority"} | {label: label for label in Alert.Priority.labels}


class AlertFilter(forms.Form):
    """The search box and the selects. A value that no choice has asks nothing of its own."""

    q = forms.CharField(required=False, max_length=reading.LONGEST)
    status = forms.ChoiceField(required=False, choices=STATUSES)
    priority = forms.ChoiceField(required=False, choices=PRIORITIES)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.full_clean()
        self.text: str = self.cleaned_data.get("q", "")
        # Who types a status means it: the select would only contradict.
        default = ANY if "status:" in self.text.lower() else "open"
        chosen = self.cleaned_data.get("status") or default
        self.chosen_status: str = default if default == ANY else chosen
        self.chosen_priority: str = self.cleaned_data.get("priority", "")
        self.problems: list[str] = []

    def narrow(self, alerts: QuerySet[Alert], *, by: Actor) -> QuerySet[Alert]:
        """Return the alerts that the filter lets through; what is wrong is in `problems`."""
        asked = "" if self.chosen_status == ANY else f"status:{self.chosen_status} "
        asked += f"priority:{self.chosen_priority}" if self.chosen_priority else ""
        alerts, _ = reading.find(alerts, asked, by=by)
        alerts, self.problems = reading.find(alerts, self.text, by=by)
        if "q" in self.errors:
            self.problems.append(f"A search is one line of at most {reading.LONGEST} characters.")
        return alerts

    @property
    def is_on(self) -> bool:
        """Whether anything but the open alerts is asked for."""
        return bool(self.text or self.chosen_priority or self.chosen_status != "open")

    @property
    def selects(self) -> list[dict[str, Any]]:
        """The selects, ready to be drawn."""
        selects = (
            ("status", STATUSES, self.chosen_status),
            ("priority", PRIORITIES, self.chosen_priority),
        )
        return [
            {"name": name, "label": name.capitalize(), "choices": choices, "value": value}
            for name, choices, value in selects
        ]
