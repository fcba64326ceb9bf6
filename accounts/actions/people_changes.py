"""Changing people: thousands at once, each as the single actions do it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.actions.people import ROLE, Role, edit_profile, give_role
from accounts.actions.people_locks import GONE, lock_owners, lock_people
from accounts.actors import Actor
from accounts.models import AuditEntry, User
from common.saving import Unfit, update_valid


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody is to become: without a role they keep theirs; profile as in update_user."""

    person: User
    role: Role | None = None
    profile: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def change_people(wanted: Sequence[Change], *, by: Actor) -> list[User]:
    """Change people, each named once, one after the other; returns them as they are then.

    As many statements for one as for thousands. Raises Unfit, by the places in the list;
    PermissionDenied.
    """
    held = lock_people(change.person.pk for change in wanted)
    owners = lock_owners()
    people, fields, entries = [], [], []
    for place, change in enumerate(wanted):
        try:
            person = held[change.person.pk]
            changed, said = _set(person, change, owners, by)
        except KeyError:
            raise Unfit({place: ValidationError(GONE)}) from None
        except ValidationError as problem:
            raise Unfit({place: problem}) from problem
        people.append(person)
        fields.append(changed)
        entries += said
    update_valid(people, fields)
    audit.record_all(entries)
    return people


def _set(
    person: User, change: Change, owners: set[UUID], by: Actor
) -> tuple[list[str], list[AuditEntry]]:
    """Set what changes on a held person; return the fields and what the log says of it."""
    fields: list[str] = []
    entries: list[AuditEntry] = []
    if change.role and (changes := give_role(person, change.role, owners=owners, by=by)):
        fields += ROLE
        entries.append(audit.entry(by, "person.role_changed", person, changes=changes))
        owners.discard(person.pk)
        if person.is_owner and not person.is_blocked:
            owners.add(person.pk)
    if changes := edit_profile(person, change.profile, by=by):
        fields += changes
        entries.append(audit.entry(by, "person.updated", person, changes=changes))
    return fields, entries
