"""Changing and removing people."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.models import Contact, CustomRole, User
from accounts.permissions import (
    can_delete,
    can_edit_profile,
    can_give_role,
    can_manage_person,
    require,
)
from accounts.signals import person_deleting
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
GONE = "Somebody has deleted this person meanwhile. Reload the page."
PROFILE = {"full_name", "time_zone", "locale", "skype_username", "uses_shortcuts"}


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
    require(can_edit_profile(by, person))
    require(profile.keys() <= PROFILE or by.owns_the_account, ONLY_OWNERS)
    if strange := profile.keys() - PROFILE - {"is_superuser"}:
        raise TypeError(f"{', '.join(sorted(strange))} is not of the profile.")
    changes = audit.changes_to(person, profile)
    if changes:
        save_valid(person, only=changes)
        audit.record(by, "person.updated", person, changes=changes)
    return person


@transaction.atomic
def change_role(person: User, *, role: Role, by: Actor) -> User:
    """Give a person another role. The last owner keeps theirs; who was one is no superuser."""
    hold_with_owners(person)
    require(can_manage_person(by, person), ONLY_OWNERS)
    require(can_give_role(by, role.name), ONLY_OWNERS)
    before = Role.of(person)
    if before == role:
        return person
    if role.name != User.Role.OWNER:
        keep_an_owner(person)
    person.role, person.custom_role = role.name, role.custom
    changes: audit.Changes = {"role": (str(before), str(role))}
    if role.name != User.Role.OWNER:
        changes |= audit.changes_to(person, {"is_superuser": False})
    save_valid(person, only=["role", "custom_role", "is_superuser"])
    audit.record(by, "person.role_changed", person, changes=changes)
    return person


@transaction.atomic
def block(person: User, *, by: Actor) -> User:
    """Keep a person from signing in and being told. Their sessions end at once, for good."""
    hold_with_owners(person)
    require(can_manage_person(by, person), ONLY_OWNERS)
    if by.is_person(person):
        raise ValidationError("You can't block yourself.")
    if not person.is_blocked:
        keep_an_owner(person)
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
    hold_with_owners(person)
    require(can_manage_person(by, person) and can_delete(by), ONLY_OWNERS)
    if by.is_person(person):
        raise ValidationError("You can't delete yourself. Ask another owner or admin.")
    keep_an_owner(person)
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


def hold(person: User) -> None:
    """Lock a person until the transaction ends, and read them anew.

    What is saved then is about the person as they are: a profile read before somebody was blocked
    or lost a role would bring both back. Raises ValidationError when they were deleted meanwhile.
    """
    try:
        person.refresh_from_db(from_queryset=User.objects.select_for_update(of=("self",)))
    except User.DoesNotExist:
        raise ValidationError(GONE) from None


def hold_with_owners(person: User) -> None:
    """Lock all owners and then a person: in this order, so that no two wait for each other."""
    _lock_owners()
    hold(person)


def keep_an_owner(leaving: User) -> None:
    """Raise ValidationError when `leaving` is the last owner.

    Locks all owners, in one order, so that two who demote each other at the same moment come
    one after the other. Call it in the transaction that takes the owner away.
    """
    owners = _lock_owners()
    if (leaving.pk,) in owners and len(owners) == 1:
        raise ValidationError(LAST_OWNER.format(leaving.full_name))


def _lock_owners() -> list[tuple[Any, ...]]:
    return list(User.objects.owners().select_for_update().order_by("pk").values_list("pk"))
