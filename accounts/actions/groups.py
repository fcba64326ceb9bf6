"""Groups of people: names for several at once."""

from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.models import AuditEntry, Group, GroupMembership, User
from accounts.permissions import can_delete, can_manage_account, require
from common.saving import save_valid

audit.WORDS |= {
    "group.created": "made the group {target}",
    "group.changed": "changed the group {target}",
    "group.deleted": "deleted the group {target}",
    "group.member_added": "added {person} to the group {target}",
    "group.member_removed": "removed {person} from the group {target}",
}


@transaction.atomic
def create_group(name: str, *, description: str = "", by: Actor) -> Group:
    """Make an empty group. Raises ValidationError by field."""
    require(can_manage_account(by))
    group = Group(name=name.strip(), description=description.strip())
    save_valid(group)
    audit.record(by, "group.created", group)
    return group


@transaction.atomic
def change_group(group: Group, *, name: str, description: str, by: Actor) -> Group:
    """Rename or describe a group."""
    require(can_manage_account(by))
    values = {"name": name.strip(), "description": description.strip()}
    changes = audit.changes_to(group, values)
    if changes:
        save_valid(group)
        audit.record(by, "group.changed", group, changes=changes)
    return group


@transaction.atomic
def delete_group(group: Group, *, by: Actor) -> None:
    """Delete a group. The people stay."""
    require(can_manage_account(by) and can_delete(by))
    audit.record(by, "group.deleted", group, people=group.memberships.count())
    group.delete()


@transaction.atomic
def add_to_group(group: Group, person: User, *, by: Actor) -> GroupMembership:
    """Put a person into a group. Raises ValidationError when they are in it."""
    require(can_manage_account(by))
    membership = GroupMembership(group=group, user=person)
    save_valid(membership)
    audit.record_all([member_entry(by, "group.member_added", group, person)])
    return membership


@transaction.atomic
def remove_from_group(group: Group, person: User, *, by: Actor) -> None:
    """Take a person out of a group; nothing happens when they are not in it."""
    require(can_manage_account(by) and can_delete(by))
    removed, _ = GroupMembership.objects.filter(group=group, user=person).delete()
    if removed:
        audit.record_all([member_entry(by, "group.member_removed", group, person)])


def member_entry(by: Actor, verb: str, group: Group, person: User) -> AuditEntry:
    """Return the log entry that somebody came into a group, or left it."""
    return audit.entry(by, verb, group, person=person.full_name, user=person.username)
