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

    def __init__(self, data: QueryDict | None = None, *, of: AtlassianConnection) -> None:
        super().__init__(data, initial={"client_id": of.client_id})
        for name in ("client_secret", "org_key"):
            if getattr(of, f"sealed_{name}"):
                self.fields[name].required = False
                self.fields[name].help_text = KEPT


class ForgetForm(forms.Form):
    """Nothing is asked; what is refused stands above it."""
