"""The form of a notification rule: for which alerts or shifts it holds, when, and its repeating."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import CharField, Q
from django.db.models.functions import Cast, Lower
from django.http import QueryDict
from django.utils import timezone

from accounts import rule_editor
from accounts.forms.rules import RuleForm
from accounts.models import NotificationRule
from oncall.forms import windows
from oncall.forms.windows import WindowsField
from oncall.models import Schedule
from oncall.shifts import schedules_of
from routing.conditions import as_json, read_conditions
from routing.forms import conditions
from routing.forms.which_alerts import WhichAlertsForm
from routing.rules import EVERY_ALERT
from teams.models import Membership

Action = NotificationRule.Action
REPEATING = (Action.CREATE_ALERT, Action.ASSIGNED, Action.RENOTIFIED)
A_DAY = 24 * 60  # minutes


class PersonalRuleForm(WhichAlertsForm, RuleForm):
    """All that a notification rule can hold beside its steps."""

    time_restriction = WindowsField()
    schedules = forms.MultipleChoiceField(
        label="Which schedules",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="With none chosen, all.",
    )
    repeat = forms.IntegerField(
        label="Repeat after",
        min_value=1,
        max_value=A_DAY,
        required=False,
        help_text="Minutes after the last step until all of them begin again, until somebody"
        " acknowledges or closes the alert. Empty: they don’t.",
    )

    def __init__(self, *args: Any, rule: NotificationRule, **kwargs: Any) -> None:
        super().__init__(*args, action=rule.action, **kwargs)
        self.rule = rule
        if self.is_about_schedules:
            del self.fields["match_type"], self.fields["conditions"]
            field = self.fields["schedules"]
            field.choices = choices_of(rule)  # type: ignore[attr-defined]  # it has choices
        else:
            del self.fields["schedules"]
        if rule.action not in REPEATING:
            del self.fields["repeat"]

    @property
    def values(self) -> dict[str, Any]:
        """What `accounts.actions.rules.change_rule` takes. What did not change stays as it came."""
        cleaned = self.cleaned_data
        values: dict[str, Any] = {
            name: cleaned[name] for name in ("name", "notification_time") if name in cleaned
        }
        values["time_restriction"] = cleaned["time_restriction"]
        if "match_type" in cleaned:
            values["criteria"] = self._criteria(cleaned)
        if "schedules" in cleaned:
            values["schedules"] = self._schedules(cleaned["schedules"])
        if "repeat" in cleaned:
            minutes = cleaned["repeat"]
            values["repeat"] = {"loopAfter": minutes, "enabled": True} if minutes else None
        return values

    def _criteria(self, cleaned: dict[str, Any]) -> Any:
        if cleaned["match_type"] == EVERY_ALERT:
            before = self.rule.criteria or {}
            return self.rule.criteria if _takes_all(before) else None
        asked = as_json(read_conditions(cleaned["conditions"]))
        return {"type": cleaned["match_type"], "conditions": asked}

    def _schedules(self, chosen: Sequence[str]) -> list[dict[str, str]] | None:
        names = dict(choices_of(self.rule))
        found = [{"type": "schedule", "id": pk, "name": names[pk]} for pk in chosen]
        return found or None


def form_of(data: QueryDict | None, rule: NotificationRule) -> PersonalRuleForm:
    """The form of a rule; after a button within it, as it was typed, not to be saved."""
    if data is None or not (windows.is_editing(data) or conditions.is_editing(data)):
        return PersonalRuleForm(data, rule=rule, initial=initial_of(rule))
    sent = PersonalRuleForm(data, rule=rule)
    typed = {name: sent[name].value() for name in sent.fields}
    form = PersonalRuleForm(None, rule=rule, initial=typed)
    form.has_new_row = data.get(conditions.DO) == "add"
    return form


def initial_of(rule: NotificationRule) -> dict[str, Any]:
    """What the form shows of a rule."""
    criteria: Any = rule.criteria or {}
    repeat: Any = rule.repeat or {}
    return rule_editor.initial_of(rule) | {
        "match_type": criteria.get("type") or EVERY_ALERT,
        "conditions": criteria.get("conditions"),
        "time_restriction": rule.time_restriction,
        "schedules": [pk for pk, _ in _named(rule)],
        "repeat": repeat.get("loopAfter") if repeat.get("enabled", True) else None,
    }


def choices_of(rule: NotificationRule) -> list[tuple[str, str]]:
    """The schedules to choose from: those that name the person, and those the rule has already."""
    teams = Membership.objects.filter(user=rule.user).values_list("team", flat=True)
    own = schedules_of(rule.user, list(teams), timezone.now()).order_by("name")
    found = {str(pk): name for pk, name in own.values_list("pk", "name")}
    return list((found | dict(_named(rule))).items())


def _named(rule: NotificationRule) -> list[tuple[str, str]]:
    """The schedules that a rule names, by id and name. Those that are gone are left out."""
    named: Any = rule.schedules or []
    if not named:
        return []
    known = {str(one.get("id") or one.get("name")).lower() for one in named}
    rows = Schedule.objects.annotate(text_id=Cast("pk", CharField()), lower_name=Lower("name"))
    found = rows.filter(Q(text_id__in=known) | Q(lower_name__in=known))
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


def _takes_all(criteria: dict[str, Any]) -> bool:
    return (criteria.get("type") or EVERY_ALERT) == EVERY_ALERT
