"""Adding, changing and removing integrations. Contract: chat.md §0 (5, 6), §1.1."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.permissions import can_delete, can_manage_account, require
from chatlink.adapters import ADAPTERS
from chatlink.models import ChatTeam, Integration
from common import holding
from common.saving import save_valid
from teams.models import Team

audit.WORDS |= {
    "integration.created": "added the integration {target}",
    "integration.changed": "changed the integration {target}",
    "integration.removed": "removed the integration {target}",
    "integration.channels_set": "chose the channels of the integration {target}",
}

GONE = "Somebody has removed this integration meanwhile."
TYPE_AGAIN = "The address has changed. Type this again: it is sent there."
MOST_CHANNELS = 20
OPTIONS = ("name", "executes_commands", "requires_matching", "requires_code")


@dataclass(frozen=True, slots=True)
class NewIntegration:
    """What an integration is made of. `adapter` is one of ADAPTERS; `chat_team_id` pins it."""

    adapter: str
    name: str
    chat_team_id: str
    secrets: dict[str, str]
    team: Team | None = None
    executes_commands: bool = True
    requires_matching: bool = False
    requires_code: bool | None = None  # None is as the chat system's replies need it


@transaction.atomic
def add_integration(new: NewIntegration, *, by: Actor) -> Integration:
    """Add an integration of a chat team; accounts that were connected there work at once.

    Raises ValidationError naming the field, PermissionDenied.
    """
    require(can_manage_account(by))
    adapter = ADAPTERS[new.adapter]
    chat_team, _ = ChatTeam.objects.get_or_create(
        kind=adapter.kind, external_id=_id(new.chat_team_id)
    )
    by_kind = adapter.replies_are_public
    integration = Integration(
        adapter=new.adapter,
        name=new.name.strip(),
        team=new.team,
        chat_team=chat_team,
        executes_commands=new.executes_commands,
        requires_matching=new.requires_matching,
        requires_code=by_kind if new.requires_code is None else new.requires_code,
    )
    integration.secrets = _checked(new.adapter, new.secrets)
    save_valid(integration)
    active = chat_team.accounts.count()
    _record(by, "integration.created", integration, chat_accounts=active)
    return integration


@transaction.atomic
def change_integration(
    integration: Integration, *, secrets: dict[str, str] | None = None, by: Actor, **options: Any
) -> Integration:
    """Change its name and switches; of its credentials those that are given, others stay."""
    require(can_manage_account(by))
    if strange := options.keys() - set(OPTIONS):
        raise TypeError(f"{', '.join(sorted(strange))} is no option of an integration.")
    hold(integration)
    changes = audit.changes_to(integration, options)
    before = integration.secrets
    given = {name: new for name, new in (secrets or {}).items() if new and new != before.get(name)}
    if given:
        _ask_for_what_goes_there(integration.adapter, before, given)
        integration.secrets = _checked(integration.adapter, before | given)
    if changes or given:
        save_valid(integration)
        _record(by, "integration.changed", integration, changes=changes, credentials=sorted(given))
    return integration


@transaction.atomic
def set_channels(integration: Integration, channels: Sequence[str], *, by: Actor) -> None:
    """Choose the channels that alerts are posted to, by their ids."""
    require(can_manage_account(by))
    hold(integration)
    wanted = list(dict.fromkeys(one.strip() for one in channels if one.strip()))
    if len(wanted) > MOST_CHANNELS:
        raise ValidationError({"channels": f"At most {MOST_CHANNELS} channels."})
    if wanted and not ADAPTERS[integration.adapter].can_post:
        label = ADAPTERS[integration.adapter].label
        raise ValidationError({"channels": f"{label} takes no messages from Muster."})
    changes = audit.changes_to(integration, {"channels": wanted})
    if changes:
        save_valid(integration)
        before, after = (", ".join(each) for each in changes["channels"])
        _record(by, "integration.channels_set", integration, changes={"channels": (before, after)})


@transaction.atomic
def remove_integration(integration: Integration, *, by: Actor) -> None:
    """Remove an integration. Who is connected there stays so, for when it comes back."""
    require(can_manage_account(by) and can_delete(by))
    hold(integration)
    _record(by, "integration.removed", integration)
    integration.delete()


def hold(integration: Integration) -> None:
    """Lock an integration until the transaction ends, and read it anew."""
    holding.hold(integration, gone=GONE)


def _id(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        raise ValidationError({"chat_team_id": "Which chat team is it? Its ID is needed."})
    if len(stripped) > 200 or "\0" in stripped:
        raise ValidationError({"chat_team_id": "This is no ID of a chat team."})
    return stripped


def _checked(adapter: str, secrets: dict[str, str]) -> dict[str, str]:
    """Return what is known of the credentials. Raises ValidationError for what is missing."""
    fields = ADAPTERS[adapter].fields
    given = {one.name: secrets.get(one.name, "").strip() for one in fields}
    missing = [one for one in fields if one.is_needed and not given[one.name]]
    if missing:
        raise ValidationError({one.name: f"{one.label} is needed." for one in missing})
    return {name: value for name, value in given.items() if value}


def _ask_for_what_goes_there(adapter: str, before: dict[str, str], given: dict[str, str]) -> None:
    """Refuse to send a secret that was typed for one address to another one."""
    again = [
        one
        for one in ADAPTERS[adapter].fields
        if one.goes_to in given and before.get(one.name) and one.name not in given
    ]
    if again:
        raise ValidationError({one.name: TYPE_AGAIN for one in again})


def _record(
    by: Actor, verb: str, integration: Integration, *, changes: Any = None, **details: Any
) -> None:
    audit.record(
        by,
        verb,
        integration,
        team_id=integration.team_id,
        changes=changes,
        chat_team=str(integration.chat_team),
        **details,
    )
