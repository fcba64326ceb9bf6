"""The operator's app and key at Atlassian, and where people are provisioned."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.permissions import can_delete, can_manage_account, require
from common.saving import save_valid
from migration import directories
from migration.atlassian import organisation, scim
from migration.directory import Refused, TryLater
from migration.models import AtlassianConnection, AtlassianGrant, SiteMigration

audit.WORDS |= {
    "atlassian.connection_set": "set the connection to Atlassian ({organisation})",
    "atlassian.connection_forgotten": "removed the connection to Atlassian ({organisation})",
}

ONLY_OWNERS = "Only an owner may change the Atlassian connection."
IN_USE = "A migration uses this connection. Cancel the migration first, or wait until it ends."
OTHER_ORG = "This is the key of {}, and a migration to a site of {} is under way."
NO_ORG = "Atlassian took the key, but it is of no organisation. Create one in its organisation."
SECRETS = {
    "client_secret": "client secret",
    "org_key": "organisation API key",
    "scim_key": "SCIM API key",
}
LONGEST = {
    "client_id": 200,
    "client_secret": 1000,
    "org_key": 10_000,
    "scim_directory_id": 200,
    "scim_key": 10_000,
}
NO_DIRECTORY = "This is the key of a directory: say which one."
NEEDED = "This is needed."


@dataclass(frozen=True, slots=True)
class NewConnection:
    """What an owner typed. Secrets that are left empty stay as they are.

    Without a directory there is no user provisioning (SCIM), and its key goes as well.
    """

    client_id: str
    client_secret: str = ""
    org_key: str = ""
    scim_directory_id: str = ""
    scim_key: str = ""


def set_connection(new: NewConnection, *, by: Actor) -> AtlassianConnection:
    """Keep the app and the key, which Atlassian is asked about first.

    Raises ValidationError naming the field, PermissionDenied.
    """
    require(can_set_connection(by), ONLY_OWNERS)
    before = AtlassianConnection.current()
    given = _checked(new, before)
    org = _organisation_of(given["org_key"]) if "org_key" in given else None
    scim_id = given.get("scim_directory_id", "")
    if scim_id and (scim_id != before.scim_directory_id or "scim_key" in given):
        _check_provisioning(scim_id, given["scim_key"])
    with transaction.atomic():
        AtlassianConnection.objects.get_or_create(id=1)
        connection = AtlassianConnection.objects.select_for_update().get(id=1)
        values = {"client_id": given["client_id"], "scim_directory_id": scim_id}
        if org:
            _require_same(org, connection)
            values |= {"org_id": org.id, "org_name": org.name}
        changes = audit.changes_to(connection, values)
        for name in SECRETS.keys() & given.keys():
            setattr(connection, name, given[name])
        if not scim_id:
            connection.scim_key = ""
        save_valid(connection)
        _record(by, "atlassian.connection_set", connection, changes, _secrets_in(given))
    return connection


@transaction.atomic
def forget_connection(*, by: Actor) -> None:
    """Forget the app, the key, and what people allowed by the app.

    Raises ValidationError while a migration needs them, PermissionDenied.
    """
    require(can_set_connection(by) and can_delete(by), ONLY_OWNERS)
    connection = AtlassianConnection.objects.select_for_update().filter(id=1).first()
    if connection is None:
        return
    if _open_migrations().exists():
        raise ValidationError(IN_USE)
    _record(by, "atlassian.connection_forgotten", connection)
    AtlassianGrant.objects.all().delete()
    connection.delete()


def can_set_connection(by: Actor) -> bool:
    """Whether the actor may change the connection to Atlassian: owners."""
    return can_manage_account(by) and by.owns_the_account


def _checked(new: NewConnection, before: AtlassianConnection) -> dict[str, str]:
    """Return what was typed, without what was left empty. Raises ValidationError."""
    typed = {name: getattr(new, name).strip() for name in LONGEST}
    problems = {
        name: "This is too long, or holds strange characters."
        for name, text in typed.items()
        if len(text) > LONGEST[name] or not text.isascii() or not text.isprintable()
    }
    there = {"client_secret": before.sealed_client_secret, "org_key": before.sealed_org_key}
    for name in ("client_id", "client_secret", "org_key"):
        if not typed[name] and not there.get(name):
            problems[name] = NEEDED
    if typed["scim_key"] and not typed["scim_directory_id"]:
        problems["scim_directory_id"] = NO_DIRECTORY
    is_new = typed["scim_directory_id"] not in ("", before.scim_directory_id)
    if is_new and not typed["scim_key"]:
        problems["scim_key"] = NEEDED
    if problems:
        raise ValidationError(problems)
    return {name: text for name, text in typed.items() if text}


def _organisation_of(key: str) -> organisation.Named:
    """Ask Atlassian whose key it is, and whether it may see the people. Raises ValidationError."""
    try:
        found = organisation.orgs(key)
        if found:
            organisation.directories(key, found[0].id)
    except (Refused, TryLater) as problem:
        raise ValidationError({"org_key": problem.words}) from None
    if not found:
        raise ValidationError({"org_key": NO_ORG})
    return found[0]


def _check_provisioning(directory_id: str, key: str) -> None:
    """Ask Atlassian whether it takes the key of a SCIM directory. Raises ValidationError."""
    try:
        scim.check(key, directory_id)
    except (Refused, TryLater) as problem:
        raise ValidationError({"scim_key": problem.words}) from None


def _require_same(org: organisation.Named, connection: AtlassianConnection) -> None:
    """A new key of the same organisation is taken at any time, another one's is not."""
    is_other = connection.org_id not in ("", org.id)
    if is_other and _open_migrations().exclude(site_id="").exists():
        raise ValidationError({"org_key": OTHER_ORG.format(org.name, connection.org_name)})


def _open_migrations() -> Any:
    return SiteMigration.objects.open().filter(directory=directories.ATLASSIAN)


def _secrets_in(given: dict[str, str]) -> str:
    return ", ".join(label for name, label in SECRETS.items() if name in given)


def _record(
    by: Actor,
    verb: str,
    connection: AtlassianConnection,
    changes: audit.Changes | None = None,
    secrets: str = "",
) -> None:
    name = connection.org_name or connection.org_id or "no organisation yet"
    details = {"new_secrets": secrets} if secrets else {}
    audit.record(by, verb, connection, changes=changes, organisation=name, **details)
