"""The forms of integrations: the credentials are those that the chat system's adapter names."""

from typing import Any

from django import forms
from django.http import QueryDict

from accounts.forms.keys import TeamByName, reach_field, settle_reach
from chatlink.adapters import ADAPTERS
from chatlink.models import Integration
from chatlink.reading import Waiting, waiting_accounts
from teams.models import Team

KEPT = "Kept. Type a new one to replace it."


class IntegrationForm(forms.Form):
    """What is asked of a new integration, and what may be changed of one."""

    name = forms.CharField(max_length=100, help_text="As it stands in lists: “Acme Slack”.")
    chat_team_id = forms.CharField(max_length=200, label="ID of the chat team")
    reach = reach_field()
    team = TeamByName(queryset=Team.objects.all(), required=False)
    executes_commands = forms.BooleanField(
        required=False,
        initial=True,
        label="Execute commands",
        help_text="One integration of each chat team answers /genie.",
    )
    requires_matching = forms.BooleanField(
        required=False,
        label="Require matching a user",
        help_text="Only people who are connected may act. Otherwise anybody in the chat may "
        "acknowledge and close what this integration reaches, under their chat name: also people "
        "who may not do so as themselves.",
    )
    requires_code = forms.BooleanField(
        required=False,
        label="Require a completion code",
        help_text="Who connects types six digits in the chat. Needed where everybody in a room "
        "sees the link.",
    )

    brings_back = forms.BooleanField(required=False)

    def __init__(
        self, adapter: str, data: QueryDict | None = None, *, of: Integration | None = None
    ) -> None:
        super().__init__(data, initial=self._initial(adapter, of))
        self.waiting = Waiting(0, ())
        self.adapter = ADAPTERS[adapter]
        if of:
            for name in ("chat_team_id", "reach", "team", "brings_back"):
                del self.fields[name]
        for one in self.adapter.fields:
            kept = bool(of and one.is_secret and of.secrets.get(one.name))
            self.fields[one.name] = forms.CharField(
                label=one.label,
                required=one.is_needed and not kept,
                max_length=2000,
                help_text=KEPT if kept else one.hint,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"})
                if one.is_secret
                else forms.TextInput(attrs={"spellcheck": "false"}),
            )

    @staticmethod
    def _initial(adapter: str, integration: Integration | None) -> dict[str, Any]:
        if integration is None:
            return {"requires_code": ADAPTERS[adapter].replies_are_public}
        shown = {one.name for one in ADAPTERS[adapter].fields if not one.is_secret}
        opened = {name: text for name, text in integration.secrets.items() if name in shown}
        return opened | {
            "name": integration.name,
            "executes_commands": integration.executes_commands,
            "requires_matching": integration.requires_matching,
            "requires_code": integration.requires_code,
        }

    def clean(self) -> dict[str, Any]:
        """An integration of one team names it; one of the whole account has none."""
        cleaned = super().clean() or self.cleaned_data
        if "reach" in self.fields:
            settle_reach(self, cleaned, "Choose the team whose alerts it reaches.")
            self.waiting = waiting_accounts(self.adapter.kind, cleaned.get("chat_team_id", ""))
            if self.waiting.count and not cleaned.get("brings_back"):
                self._ask_back()
        return cleaned

    def _ask_back(self) -> None:
        """Have somebody agree that chat accounts work again, typing no secret twice."""
        self.add_error("brings_back", "Tick this if that is right, and add the integration.")
        for one in self.adapter.fields:
            if isinstance(widget := self.fields[one.name].widget, forms.PasswordInput):
                widget.render_value = True

    @property
    def secrets(self) -> dict[str, str]:
        """The credentials that were typed."""
        return {one.name: self.cleaned_data.get(one.name, "") for one in self.adapter.fields}

    @property
    def options(self) -> dict[str, Any]:
        """Its name and switches."""
        names = ("name", "executes_commands", "requires_matching", "requires_code")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def credentials(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields of the credentials, to be drawn, and whether one may do without each."""
        return [(self[one.name], not one.is_needed) for one in self.adapter.fields]


class ChannelsForm(forms.Form):
    """The channels that alerts are posted to."""

    channels = forms.CharField(
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text="IDs of channels, one a line. Alerts of the team that this integration reaches, "
        "or of all teams, are posted there.",
    )

    @property
    def ids(self) -> list[str]:
        """The ids that were typed."""
        typed: str = self.cleaned_data["channels"]
        return typed.replace(",", "\n").splitlines()
