"""The form of the connection with Atlassian. What is secret goes in, and never comes out."""

from django import forms
from django.http import QueryDict

from migration.models import AtlassianConnection

KEPT = "Kept. Type a new one to replace it."


class ConnectionForm(forms.Form):
    """The operator's app and the organisation's key."""

    client_id = forms.CharField(
        label="Client ID",
        max_length=200,
        help_text="Of your OAuth 2.0 (3LO) app, under Settings.",
        widget=forms.TextInput({"spellcheck": "false", "autocomplete": "off"}),
    )
    client_secret = forms.CharField(
        label="Client secret",
        max_length=1000,
        help_text="Beside the client ID. Atlassian calls it “Secret”.",
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )
    org_key = forms.CharField(
        label="Organisation API key",
        max_length=10_000,
        help_text="admin.atlassian.com › Organization settings › API keys. It is shown once there, "
        "and works for a year at most.",
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )
    scim_directory_id = forms.CharField(
        label="SCIM directory ID",
        max_length=200,
        required=False,
        help_text="Only with Atlassian Guard and a verified domain: accounts are made before their "
        "people are invited. Leave it empty for invitations alone.",
        widget=forms.TextInput({"spellcheck": "false", "autocomplete": "off"}),
    )
    scim_key = forms.CharField(
        label="SCIM API key",
        max_length=10_000,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, of: AtlassianConnection) -> None:
        shown = {"client_id": of.client_id, "scim_directory_id": of.scim_directory_id}
        super().__init__(data, initial=shown)
        for name in ("client_secret", "org_key", "scim_key"):
            if getattr(of, f"sealed_{name}"):
                self.fields[name].required = False
                self.fields[name].help_text = KEPT


class ForgetForm(forms.Form):
    """Nothing is asked; what is refused stands above it."""
