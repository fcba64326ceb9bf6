"""Forms about notification rules and their steps."""

from typing import Any, cast

from django import forms

from accounts.models import Contact, NotificationRule, User
from accounts.rule_words import BEFORE, is_about_schedules

A_WEEK = 7 * 24 * 60  # minutes
Action = NotificationRule.Action


class ContactField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """One of a person's contacts."""

    def label_from_instance(self, obj: Contact) -> str:
        """Name a contact by its method and address, and say when it is off."""
        return str(obj) if obj.is_enabled else f"{obj} (disabled)"


class _OfAKind(forms.Form):
    """A form about rules of one kind of event."""

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_about_schedules = is_about_schedules(action)


class StepForm(_OfAKind):
    """Which contact, and how long after the event; about a schedule only which contact."""

    contact = ContactField(Contact.objects.none(), empty_label=None)
    after_minutes = forms.IntegerField(
        label="Minutes after the event",
        min_value=0,
        max_value=A_WEEK,
        initial=0,
        help_text="0 is at once.",
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(ContactField, self.fields["contact"])
        field.queryset = Contact.objects.filter(user=person)
        if self.is_about_schedules:
            del self.fields["after_minutes"]


class RuleForm(_OfAKind):
    """A rule's name, and for one about a schedule the moments."""

    name = forms.CharField(max_length=512)
    notification_time = forms.MultipleChoiceField(
        label="When",
        choices=[(name, words.capitalize()) for name, words in BEFORE.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_about_schedules:
            del self.fields["notification_time"]

    @property
    def values(self) -> dict[str, Any]:
        """What `accounts.actions.rules.change_rule` takes."""
        return self.cleaned_data


class NewRuleForm(RuleForm, StepForm):
    """A rule with its first step."""

    action = forms.ChoiceField(choices=Action.choices, widget=forms.HiddenInput)
    field_order = ["action", "name", "notification_time", "contact", "after_minutes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].label = "First step: tell"


def action_of(text: str | None) -> NotificationRule.Action:
    """Return the kind of rule that a URL or form names, a new alert for unknown words."""
    return Action(text) if text in Action.values else Action.CREATE_ALERT
