"""The forms of the wizard."""

from typing import Any

from django import forms
from django.http import QueryDict

from accounts.actors import Actor
from common.forms import choice_field
from migration import directories
from migration.models import AtlassianConnection, SiteMigration

NOT_SET_UP = "The Atlassian connection is not set up. An owner can do that under “Connection”."


class BeginForm(forms.Form):
    """Where the move goes to. Once it has begun, that stays."""

    directory = forms.ChoiceField(
        label="Where to", widget=forms.RadioSelect, error_messages={"required": "Pick one."}
    )

    def __init__(self, data: QueryDict | None = None, *, begun: SiteMigration | None) -> None:
        super().__init__(data)
        offered = directories.offered()
        self.is_set_up = AtlassianConnection.current().is_complete
        choice_field(self, "directory").choices = [(key, key) for key in offered]
        ready = self.is_set_up or directories.PRACTICE not in offered
        self.initial["directory"] = directories.ATLASSIAN if ready else directories.PRACTICE
        if begun:
            del self.fields["directory"]

    def clean_directory(self) -> str:
        """Atlassian's cloud needs the connection."""
        chosen: str = self.cleaned_data["directory"]
        if chosen == directories.ATLASSIAN and not self.is_set_up:
            raise forms.ValidationError(NOT_SET_UP)
        return chosen


class SiteForm(forms.Form):
    """One of the sites, or a new one."""

    NEW = "new"
    site = forms.CharField(
        max_length=200, required=False, error_messages={"required": "Pick a site."}
    )
    first_name = forms.CharField(
        max_length=100, required=False, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        max_length=100, required=False, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    name = forms.CharField(
        label="Site name",
        max_length=60,
        required=False,
        widget=forms.TextInput(
            {"placeholder": "acme-oncall", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, of: SiteMigration, by: Actor) -> None:
        first, _, last = by.name.partition(" ")
        super().__init__(data, initial={"site": of.site_id, "first_name": first, "last_name": last})

    def clean(self) -> dict[str, Any]:
        """A site is picked; a new one has all three names."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("site") and cleaned.get("name"):
            cleaned["site"] = self.NEW
        if not cleaned.get("site"):
            self.add_error("site", "Pick a site.")
        if cleaned.get("site") == self.NEW:
            for name, words in (
                ("first_name", "Type your first name."),
                ("last_name", "Type your last name."),
                ("name", "Type a name for the site, as acme-oncall."),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return cleaned


class LeaveOutForm(forms.Form):
    """Why somebody is left out."""

    reason = forms.CharField(
        max_length=200,
        label="Reason",
        help_text="It is shown on the status page and in the log: “Mailing list”.",
        error_messages={"required": "Say why, so that others know later."},
    )
