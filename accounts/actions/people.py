"""Changing and removing people."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actions.people_locks import hold, hold_with_owners
from accounts.actors import Actor
from accounts.models import Contact, CustomRole, User
from accounts.permissions import (
    can_delete,
    can_edit_profile,
    can_give_role,
    can_manage_person,
    require,
)
from accounts.signals import person_deleting, person_verified
from common.saving import save_valid

audit.WORDS |= {
    "person.updated": "changed the profile of {target}",
    "person.role_changed": "changed the role of {target}",
    "person.blocked": "blocked {target}",
    "person.unblocked": "unblocked {target}",
    "person.deleted": "deleted {target}",
    "person.verified": "verified the e-mail of {target}",
    "person.username_changed": "changed the e-mail {target} signs in with",
    "person.password_set": "set a password for {target}",
}

ONLY_OWNERS = "Only an owner may manage owners."
LAST_OWNER = "{} is the last owner. Make somebody else an owner first."
PROFILE = {"full_name", "time_zone", "locale", "skype_username", "uses_shortcuts"}
ROLE = ("role", "custom_role", "is_superuser")  # what changes with a role


@dataclass(frozen=True, slots=True)
class Role:
    """A role to give: a built-in one by its name, or a custom one."""

    name: str = User.Role.USER
    custom: CustomRole | None = None

    @classmethod
    def of(cls, person: User) -> "Role":
        """The role a person has now."""
        return cls(person.role, person.custom_role)

    def __str__(self) -> str:
        return self.custom.name if self.custom else User.Role(self.name).label


@transaction.atomic
def update_user(person: User, *, by: Actor, **profile: Any) -> User:
    """Change full_name, time_zone, locale, skype_username or uses_shortcuts; the rest stays.

    An owner may also change is_superuser. Raises ValidationError naming the field.
    """
    hold(person)
    changes = edit_profile(person, profile, by=by)
    if changes:
        save_valid(person, only=changes)
        audit.record(by, "person.updated", person, changes=changes)
    return person


@transaction.atomic
def change_role(person: User, *, role: Role, by: Actor) -> User:
    """Give a person another role. The last owner keeps theirs; who was one is no superuser."""
    owners = hold_with_owners(person)
    changes = give_role(person, role, owners=owners, by=by)
    if changes:
        save_valid(person, only=ROLE)
        audit.record(by, "person.role_changed", person, changes=changes)
    return person


@transaction.atomic
def block(person: User, *, by: Actor) -> User:
    """Keep a person from signing in and being told. Their sessions end at once, for good."""
    owners = hold_with_owners(person)
    require(can_manage_person(by, person), ONLY_OWNERS)
    if by.is_person(person):
        raise ValidationError("You can't block yourself.")
    if not person.is_blocked:
        keep_an_owner(person, owners)
        person.is_blocked = True
        person.session_generation += 1
        person.save(update_fields=["is_blocked", "session_generation"])
        audit.record(by, "person.blocked", person)
    return person


@transaction.atomic
def unblock(person: User, *, by: Actor) -> User:
    """Let a blocked person in again."""
    hold(person)
    require(can_manage_person(by, person), ONLY_OWNERS)
    if person.is_blocked:
        person.is_blocked = False
        person.save(update_fields=["is_blocked"])
        audit.record(by, "person.unblocked", person)
    return person


@transaction.atomic
def delete_user(person: User, *, by: Actor) -> None:
    """Delete a person with their contacts, rules and memberships. The last owner stays."""
    owners = hold_with_owners(person)
    require(can_manage_person(by, person) and can_delete(by), ONLY_OWNERS)
    if by.is_person(person):
        raise ValidationError("You can't delete yourself. Ask another owner or admin.")
    keep_an_owner(person, owners)
    person_deleting.send(User, person=person, by=by)
    audit.record(by, "person.deleted", person, username=person.username, role=person.role_name)
    person.delete()


@transaction.atomic
def verify_email(person: User, *, by: Actor) -> None:
    """Note that a person has shown that their user name is their address."""
    require(by.is_person(person) or can_manage_person(by, person))
    now = timezone.now()
    own = Contact.objects.filter(user=person, method=Contact.Method.EMAIL, to=person.username)
    own.filter(verified_at__isnull=True).update(verified_at=now)
    if not person.is_verified:
        person.is_verified = True
        person.save(update_fields=["is_verified"])
        audit.record(by, "person.verified", person)
        person_verified.send(User, person=person)


@transaction.atomic
def set_password(person: User, *, password: str, by: Actor) -> None:
    """Set somebody's own password. Raises ValidationError for a weak one."""
    require(by.is_person(person))
    try:
        validate_password(password, person)
    except ValidationError as problem:
        raise ValidationError({"password": problem.messages}) from problem
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.record(by, "person.password_set", person)


def edit_profile(person: User, profile: dict[str, Any], *, by: Actor) -> audit.Changes:
    """Set a profile on a held person and return what that changes; saves nothing."""
    require(can_edit_profile(by, person))
    require(profile.keys() <= PROFILE or by.owns_the_account, ONLY_OWNERS)
    if strange := profile.keys() - PROFILE - {"is_superuser"}:
        raise TypeError(f"{', '.join(sorted(strange))} is not of the profile.")
    return audit.changes_to(person, profile)


def give_role(person: User, role: Role, *, owners: set[UUID], by: Actor) -> audit.Changes:
    """Set a role on a held person and return what that changes; saves nothing."""
    require(can_manage_person(by, person), ONLY_OWNERS)
    require(can_give_role(by, role.name), ONLY_OWNERS)
    before = Role.of(person)
    if before == role:
        return {}
    if role.name != User.Role.OWNER:
        keep_an_owner(person, owners)
    person.role, person.custom_role = role.name, role.custom
    changes: audit.Changes = {"role": (str(before), str(role))}
    if role.name != User.Role.OWNER:
        changes |= audit.changes_to(person, {"is_superuser": False})
    return changes


def keep_an_owner(leaving: User, owners: set[UUID]) -> None:
    """Raise ValidationError when `leaving` is the last of the owners, who are locked."""
    if owners == {leaving.pk}:
        raise ValidationError(LAST_OWNER.format(leaving.full_name))
