"""Questions with yes or no as the answer. Only require() raises."""

from django.core.exceptions import PermissionDenied

from accounts.actors import Actor
from accounts.models import User

REFUSED = "You don't have the rights for this. Ask an owner or admin."


def require(allowed: bool, otherwise: str = REFUSED) -> None:
    """Raise PermissionDenied, with a sentence for the person, unless allowed."""
    if not allowed:
        raise PermissionDenied(otherwise)


def can_configure(by: Actor, right: str = "configurations-edit") -> bool:
    """Whether the actor may change what the whole account shares."""
    return can_manage_account(by) or (by.api_key is None and by.has(right))


def can_manage_account(by: Actor) -> bool:
    """Whether the actor may manage people and all teams (owner, admin; opsgenie-product.md)."""
    if by.api_key:
        return by.runs_the_account and by.api_key.may_write and by.api_key.may_configure
    return by.runs_the_account


def can_delete(by: Actor) -> bool:
    """Whether a key may delete. People may whenever they may manage."""
    return by.api_key is None or by.api_key.may_delete


def can_manage_person(by: Actor, person: User) -> bool:
    """Whether the actor may manage this person. Admins cannot manage owners."""
    return can_manage_account(by) and (not person.is_owner or by.owns_the_account)


def can_give_role(by: Actor, role: str) -> bool:
    """Whether the actor may give somebody this role. Only owners make owners."""
    return can_manage_account(by) and (role != User.Role.OWNER or by.owns_the_account)


def can_manage_roles(by: Actor) -> bool:
    """Whether the actor may make and change custom roles."""
    return can_configure(by, "manage-roles")


def can_read(by: Actor) -> bool:
    """Whether a key may read. People read whatever they may see."""
    return by.api_key is None or by.api_key.may_read


def can_see_configuration(by: Actor) -> bool:
    """Whether the actor may look at what the whole account shares."""
    return can_configure(by) or by.has("configurations-read-only")


def can_make_key(by: Actor, *, whole_account: bool, configure: bool, runs_team: bool) -> bool:
    """Whether the actor may make such a key. One with an owner's rights needs an owner.

    `runs_team`: whether they manage the team that the key is for, which teams know.
    """
    if not whole_account and runs_team:
        return True
    as_owner = whole_account and configure
    return can_manage_account(by) and (by.owns_the_account or not as_owner)


def can_revoke_key(by: Actor, *, runs_team: bool) -> bool:
    """Whether the actor may revoke a key: admins may any, so that a leaked one stops at once.

    `runs_team`: whether they manage the team that the key is for, which teams know.
    """
    return (can_manage_account(by) or runs_team) and can_delete(by)


def can_edit_profile(by: Actor, person: User) -> bool:
    """Whether the actor may change this person's name, time zone and the like."""
    return (by.is_person(person) and by.has("profile-edit")) or can_manage_person(by, person)


def can_edit_contacts(by: Actor, person: User) -> bool:
    """Whether the actor may change how this person is reached."""
    return (by.is_person(person) and by.has("contacts-edit")) or can_manage_person(by, person)


def can_edit_rules(by: Actor, person: User) -> bool:
    """Whether the actor may change this person's notification rules."""
    own = by.is_person(person) and by.has("notification-rules-edit")
    return own or can_manage_person(by, person)


def can_only_see_log(by: Actor) -> bool:
    """Whether the log is all that the actor may see of the settings."""
    return can_see_log(by) and not can_see_configuration(by)


def can_see_log(by: Actor) -> bool:
    """Whether the actor may read the account's log."""
    return by.runs_the_account or by.has("logs-page-access")
