"""A row of the escalation's form: when, on which condition, whom of what."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.actors import Actor
from oncall.actions.escalations import Step
from oncall.models import EscalationRule
from oncall.nameable import nameable
from teams.forms import PLAIN_TYPING

Kind, NotifyType = EscalationRule.Kind, EscalationRule.NotifyType
WHOM = [
    (
        "A schedule",
        [
            (f"{Kind.SCHEDULE}:{NotifyType.DEFAULT}", "Whoever is on call in"),
            (f"{Kind.SCHEDULE}:{NotifyType.NEXT}", "Whoever is next on call in"),
            (f"{Kind.SCHEDULE}:{NotifyType.PREVIOUS}", "Whoever was on call before in"),
        ],
    ),
    (
        "A team",
        [
            (f"{Kind.TEAM}:{NotifyType.ALL}", "Everybody of"),
            (f"{Kind.TEAM}:{NotifyType.ADMINS}", "The admins of"),
            (f"{Kind.TEAM}:{NotifyType.USERS}", "The plain members of"),
            (f"{Kind.TEAM}:{NotifyType.RANDOM}", "One random member of"),
            (f"{Kind.TEAM}:{NotifyType.DEFAULT}", "Whoever is on call in the schedules of"),
        ],
    ),
    ("A person", [(f"{Kind.USER}:{NotifyType.DEFAULT}", "The person")]),
]
PARTS = ("recipient", "delay_minutes", "condition", "notify_type")
CONDITIONS = EscalationRule.Condition.choices
MISSING = {
    Kind.USER: "Nobody here has the e-mail {}. Choose somebody from the list.",
    Kind.SCHEDULE: "There is no schedule “{}”. Choose one from the list.",
    Kind.TEAM: "There is no team “{}”. Choose one from the list.",
}


class StepForm(forms.Form):
    """One step. `named` are the steps that were there: what they name may stay."""

    delay_minutes = forms.IntegerField(
        label="After minutes", min_value=0, max_value=1440, initial=0
    )
    condition = forms.ChoiceField(choices=CONDITIONS)
    whom = forms.ChoiceField(label="Tell", choices=WHOM)
    recipient = forms.CharField(
        label="Name or e-mail", max_length=600, widget=forms.TextInput(attrs=PLAIN_TYPING)
    )
    is_new = False  # added by the button just pressed

    def __init__(
        self,
        data: Any = None,
        *,
        number: int,
        by: Actor,
        named: Sequence[EscalationRule],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, prefix=f"step-{number}", initial=initial or {})
        self.number, self.by, self.named = number, by, named

    def clean(self) -> dict[str, Any]:
        """Find what is named: a person by the e-mail, a schedule or team by the name."""
        values = super().clean() or {}
        if "whom" in values and "recipient" in values:
            kind, notify_type = values["whom"].split(":")
            typed = values["recipient"].strip()
            if found := self._find(Kind(kind), typed):
                values |= {"recipient": found, "notify_type": notify_type}
            else:
                self.add_error("recipient", ValidationError(MISSING[Kind(kind)].format(typed)))
        return values

    @property
    def is_whole(self) -> bool:
        """Whether all of it was sent and found."""
        if not self.is_bound:
            return False
        self.is_valid()  # what is whole is found even where a fault is not shown yet
        return set(PARTS) <= self.cleaned_data.keys()

    def step(self) -> Step:
        """The step of a whole row."""
        return Step(**{name: self.cleaned_data[name] for name in PARTS})

    def delay(self) -> int:
        """The minutes typed, or 0."""
        typed = str(self["delay_minutes"].value() or "")
        return int(typed) if typed.isdecimal() and len(typed) <= 4 else 0

    def _find(self, kind: EscalationRule.Kind, typed: str) -> Any:
        there = {getattr(one, f"{kind}_id") for one in self.named} - {None}
        field = "username" if kind == Kind.USER else "name"
        allowed, rows = nameable(kind, self.by), nameable(kind, None)
        named = rows.filter(**{f"{field}__iexact": typed})
        return named.filter(Q(pk__in=allowed.values("pk")) | Q(pk__in=there)).first()


def initial_of(step: EscalationRule) -> dict[str, Any]:
    """What the row of a stored step shows."""
    named = step.user.username if step.user else (step.schedule or step.team).name  # type: ignore[union-attr]  # one of three is set
    return {
        "delay_minutes": step.delay_minutes,
        "condition": step.condition,
        "whom": f"{step.kind}:{step.notify_type}",
        "recipient": named,
    }


def kind_of(whom: str) -> EscalationRule.Kind:
    """What a row names, by its choice of whom to tell; a schedule for unknown words."""
    kind = whom.partition(":")[0]
    return Kind(kind) if kind in Kind.values else Kind.SCHEDULE
