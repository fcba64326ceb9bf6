"""Making, changing and removing custom roles."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, rights
from accounts.actors import Actor
from accounts.models import CustomRole
from accounts.permissions import can_delete, can_manage_roles, require
from common.saving import save_valid

audit.WORDS |= {
    "role.created": "made the role {target}",
    "role.updated": "changed the role {target}",
    "role.deleted": "deleted the role {target}",
}


@transaction.atomic
def create_role(
    name: str,
    *,
    extends: str = rights.USER,
    granted: Collection[str] = (),
    disallowed: Collection[str] = (),
    by: Actor,
) -> CustomRole:
    """Make a role: a built-in one with some rights more and others less.

    Raises ValidationError naming the field, PermissionDenied.
    """
    require(can_manage_roles(by))
    values = _values(name=name, extends=extends, granted=granted, disallowed=disallowed)
    role = CustomRole(**values)
    save_valid(role)
    _refuse_to_give_more_than_one_has(by, role, before=rights.rights_of(extends))
    details = {field: value for field, value in values.items() if field != "name"}
    audit.record(by, "role.created", role, **details)
    return role


@transaction.atomic
def update_role(role: CustomRole, *, by: Actor, **values: Any) -> CustomRole:
    """Change name, extends, granted or disallowed; whoever has the role has it changed at once."""
    require(can_manage_roles(by))
    role = CustomRole.objects.select_for_update().get(pk=role.pk)
    before = role.rights
    changes = audit.changes_to(role, _values(**values))
    if changes:
        save_valid(role)
        _refuse_to_give_more_than_one_has(by, role, before=before)
        audit.record(by, "role.updated", role, changes=changes)
    return role


@transaction.atomic
def delete_role(role: CustomRole, *, by: Actor) -> None:
    """Delete a role that nobody has. Raises ValidationError when somebody does."""
    require(can_manage_roles(by) and can_delete(by))
    if count := role.people.count():
        who = "1 person still has" if count == 1 else f"{count:,} people still have"
        raise ValidationError(f"{who} this role. Give them another one first.")
    audit.record(by, "role.deleted", role, extends=role.extends)
    role.delete()


def _values(**values: Any) -> dict[str, Any]:
    """The values as they are stored: a stripped name, each right once, in the table's order."""
    for field in ("granted", "disallowed"):
        if field in values:
            order = {right: place for place, right in enumerate(rights.RIGHTS)}
            values[field] = sorted(set(values[field]), key=lambda one: (order.get(one, 99), one))
    if "name" in values:
        values["name"] = values["name"].strip()
    return values


def _refuse_to_give_more_than_one_has(
    by: Actor, role: CustomRole, *, before: Collection[str]
) -> None:
    """Keep somebody with the right to manage roles from making themselves mightier."""
    gained = role.rights - set(before)
    if missing := sorted(right for right in gained if not by.has(right)):
        raise ValidationError(f"You can't give rights that you don't have: {', '.join(missing)}.")
