"""The forms of a new API key."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import QuerySet, Value
from django.db.models.functions import Lower, StrIndex

from accounts.actions.keys import Access
from accounts.models import ApiKey

WHOLE, TEAM = "account", "team"
SUGGESTIONS = 8


class TeamByName(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """A team, typed. Of ten thousand teams nobody wants a select.

    It gets its teams from the field of the model, so this floor need not know what a team is.
    """

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        """Return the team of that name, regardless of case."""
        name = str(value or "").strip()
        if not name:
            return None
        ProhibitNullCharactersValidator()(name)
        found = self._by_name().filter(lower_name=Lower(Value(name))).first()
        if found is None:
            raise ValidationError(f"There is no team named {name[:100]}. Choose one from the list.")
        return found

    def prepare_value(self, value: Any) -> Any:
        """Show what was typed."""
        return value

    def suggestions(self, typed: str) -> list[str]:
        """Return the first teams' names with `typed` in them, those that begin with it first."""
        name = typed.replace("\0", "").strip()[:100]
        if not name:
            return []
        place = StrIndex("lower_name", Lower(Value(name)))
        found = self._by_name().alias(place=place).filter(place__gt=0)
        names = found.order_by("place", "lower_name").values_list("name", flat=True)
        return list(names[:SUGGESTIONS])

    def _by_name(self) -> Any:
        return cast(QuerySet[Any], self.queryset).alias(lower_name=Lower("name"))


def reach_field() -> forms.ChoiceField:
    """What something of the account reaches: all of it, or one team, which `team` names."""
    return forms.ChoiceField(
        label="Reaches",
        choices=[(WHOLE, "Whole account"), (TEAM, "One team")],
        initial=WHOLE,
        widget=forms.RadioSelect(attrs={"data-seg": True}),
    )


def settle_reach(form: forms.BaseForm, cleaned: dict[str, Any], missing: str) -> None:
    """What reaches the whole account has no team; what reaches one names it, or `missing` says."""
    if cleaned.get("reach") == WHOLE:
        cleaned["team"] = None
    elif not cleaned.get("team") and "team" not in form.errors:
        form.add_error("team", missing)


class TeamKeyForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """What a key of one team is called, and what it may do."""

    may_read = forms.BooleanField(required=False, initial=True, label="Read")
    may_write = forms.BooleanField(required=False, initial=True, label="Create and update")
    may_delete = forms.BooleanField(required=False, label="Delete")
    may_configure = forms.BooleanField(
        required=False,
        label="Configuration",
        help_text="The team, its members and whatever is set up for it: a team admin’s rights.",
    )

    class Meta:
        model = ApiKey
        fields = ["name", "may_read", "may_write", "may_delete", "may_configure"]
        help_texts = {"name": "What will use it, as “Grafana” or “Backup of schedules”."}

    def _post_clean(self) -> None:
        """Leave the rules of the row to the action, which asks them all."""

    @property
    def access(self) -> Access:
        """What the key is to be allowed."""
        names = ("may_read", "may_write", "may_delete", "may_configure")
        return Access(*(self.cleaned_data[name] for name in names))


class KeyForm(TeamKeyForm):
    """What a key is called, what it reaches, and what it may do."""

    reach = reach_field()
    may_configure = forms.BooleanField(
        required=False,
        label="Configuration",
        help_text="People, teams, roles and settings. For the whole account this means an owner’s "
        "rights.",
    )

    class Meta(TeamKeyForm.Meta):
        fields = ["name", "team", "may_read", "may_write", "may_delete", "may_configure"]
        field_classes = {"team": TeamByName}
        widgets = {"team": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})}

    def clean(self) -> dict[str, Any]:
        """A key of one team names it; one of the whole account has none."""
        cleaned = super().clean() or self.cleaned_data
        settle_reach(self, cleaned, "Choose the team that the key reaches.")
        return cleaned

    @property
    def teams(self) -> TeamByName:
        """The field that knows all teams."""
        return cast(TeamByName, self.fields["team"])
