"""The general settings of the account."""

from django import forms

from accounts.forms.time_zones import time_zone_choices
from accounts.models import Account


class AccountForm(forms.Form):
    """What the organisation is called, and what new people start with."""

    name = forms.CharField(label="Organisation name", max_length=100)
    time_zone = forms.ChoiceField(
        choices=time_zone_choices,
        help_text="New people start with it; they can choose their own.",
    )
    locale = forms.CharField(
        max_length=16, help_text="Language and country of new people, as en_US or tr_TR."
    )

    @classmethod
    def of(cls, account: Account) -> "AccountForm":
        """The form filled with what is set."""
        fields = ("name", "time_zone", "locale")
        return cls(initial={field: getattr(account, field) for field in fields})
