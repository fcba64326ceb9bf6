"""Whom a rule notifies: a schedule or an escalation, chosen by its name, or nobody."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.widgets import RadioSelect

from accounts.actors import Actor
from common.folding import Folded
from oncall.models import Escalation, Schedule
from routing.actions.values import RuleValues, Target
from routing.models import RoutingRule
from teams.models import Team

MOST_IN_A_SELECT = 200
Kind = RoutingRule.Kind
PLAIN_TYPING = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}


class TargetField(forms.CharField):
    """The name of a schedule or an escalation that the actor may see; cleaned, its row.

    A select while there are few, the own team's first; else a field with suggestions.
    """

    def __init__(self, model: type[Schedule] | type[Escalation], **kwargs: Any) -> None:
        super().__init__(max_length=200, required=False, widget=forms.Select, **kwargs)
        self.model = model
        self.rows: QuerySet[Any] = model._default_manager.none()
        self.suggests = False

    def offer(self, by: Actor, team: Team, chosen: Target) -> None:
        """Offer what the actor may see, and what is chosen already."""
        model = cast(Any, self.model)
        self.rows = model.objects.visible_to(by)
        if isinstance(chosen, self.model):
            self.rows = self.rows | model.objects.filter(pk=chosen.pk)
        found = self.rows.order_by(Folded("name")).values_list("name", "team_id")
        names = list(found[: MOST_IN_A_SELECT + 1])
        self.suggests = len(names) > MOST_IN_A_SELECT
        if self.suggests:
            self.widget = forms.TextInput(attrs=PLAIN_TYPING)
            return
        own = [(name, name) for name, team_id in names if team_id == team.pk]
        others = [(name, name) for name, team_id in names if team_id != team.pk]
        groups = [(f"Of {team.name}", own), ("Of others", others)]
        cast(forms.Select, self.widget).choices = (
            [(words, choices) for words, choices in groups if choices] if own else others
        )

    def clean(self, value: Any) -> Any:
        """The row of that name, regardless of case; None for no name."""
        name = super().clean(value).strip()
        if not name:
            return None
        row = self.rows.filter(name__iexact=name).first()
        if row is None:
            raise ValidationError(f"There is no “{name}”. Choose another.")
        return row


class TargetForm(forms.Form):
    """A rule's name and whom it notifies: all that the default rule has to change."""

    name = forms.CharField(max_length=512, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    kind = forms.ChoiceField(
        choices=Kind.choices, label="Whom", widget=RadioSelect(attrs={"data-seg": True})
    )
    escalation = TargetField(Escalation, label="Escalation")
    schedule = TargetField(Schedule, label="Schedule")

    def __init__(self, *args: Any, team: Team, by: Actor, chosen: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team, self.by, self.chosen = team, by, chosen
        for name in ("escalation", "schedule"):
            field = self.fields[name]
            cast(TargetField, field).offer(by, team, chosen)
            self.initial.setdefault(name, "")

    def clean(self) -> dict[str, Any]:
        """Whoever chooses a kind names one of it."""
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if kind in ("schedule", "escalation") and not (cleaned.get(kind) or self.has_error(kind)):
            article = "an" if kind == "escalation" else "a"
            self.add_error(kind, f"Choose {article} {kind}, or nobody.")
        return cleaned

    @property
    def target(self) -> Target:
        """Whom the form names, as far as it can be read."""
        kind = self.cleaned_data.get("kind")
        row: Target = self.cleaned_data.get(kind) if kind in ("schedule", "escalation") else None
        return row

    @property
    def named(self) -> RuleValues:
        """What the actions take of a default rule."""
        return RuleValues(name=self.cleaned_data["name"], notify=self.target)


def found_target(form: TargetForm) -> dict[str, Any]:
    """Whom a form names, as a rule's fields, also before it is sent. Raises ValidationError."""
    kind = str(form["kind"].value())
    if kind not in ("schedule", "escalation"):
        return {"kind": Kind.NOBODY}
    row = form.fields[kind].clean(form[kind].value())
    if row is None:
        raise ValidationError(f"Choose a {kind}.")
    return {"kind": kind, kind: row}


def initial_of(rule: RoutingRule) -> dict[str, Any]:
    """What the form of whom to notify shows of a rule."""
    target = rule.schedule or rule.escalation
    return {"name": rule.name, "kind": rule.kind} | ({rule.kind: target.name} if target else {})
