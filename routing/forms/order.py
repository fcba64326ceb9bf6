"""Where rules shall be: what a drag sends, and what a menu does."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

MOST = 10_000


class MoveForm(forms.Form):
    """The place of one rule, counted from 1, and the version that was looked at."""

    place = forms.IntegerField(
        min_value=1, max_value=MOST, label="New position", widget=forms.NumberInput
    )
    version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput
    )


class OrderForm(forms.Form):
    """All rules in their new order, the version that was looked at, and which one was moved."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    moved = forms.UUIDField(required=False)

    def clean(self) -> dict[str, object]:
        """The ids are as many hidden fields of one name."""
        cleaned = super().clean() or self.cleaned_data
        sent = self.data.getlist("rule") if isinstance(self.data, QueryDict) else []
        try:
            cleaned["rule"] = [UUID(one) for one in sent[:MOST]]
        except ValueError:
            raise ValidationError("A rule was not understood.") from None
        return cleaned
