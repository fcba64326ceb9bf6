"""The form that says which notification rules to copy, and to whom."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts import copying
from accounts.copying import Target
from accounts.models import NotificationRule, User
from common.forms import choice_field


class CopyForm(forms.Form):
    """Targets are added one by one; each is a hidden field `target` that holds its key."""

    add = forms.CharField(
        label="Person, group or team",
        max_length=700,
        required=False,
        help_text="Begin to type, choose a suggestion, then add it.",
    )
    action = forms.MultipleChoiceField(
        label="Which rules",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one kind of rule."},
    )

    def __init__(self, data: QueryDict, *, source: User) -> None:
        rules = NotificationRule.objects.filter(user=source)
        has = set(rules.values_list("action", flat=True))
        kinds = [choice for choice in NotificationRule.Action.choices if choice[0] in has]
        values: dict[str, Any] = {"add": data.get("add", "")}
        values["action"] = (
            data.getlist("action") if {"action", "shown"} & set(data) else [k[0] for k in kinds]
        )
        super().__init__(values)
        choice_field(self, "action").choices = kinds
        dropped = set(data.getlist("drop"))
        self.keys = [key for key in data.getlist("target")[:1000] if key not in dropped]
        self.targets: list[Target] = []

    def clean(self) -> dict[str, Any]:
        """Find what was typed, and read the targets that were chosen before."""
        values = super().clean() or {}
        if typed := values.get("add"):
            try:
                self.keys.append(copying.find(typed).key)
            except ValidationError as problem:
                self.add_error("add", problem)
        self.targets = copying.read(self.keys)
        return values
