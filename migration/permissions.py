"""Who may do what with the move."""

from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import can_manage_account

ONLY_OWNERS = "Only an owner may leave people out. Ask one."


def can_migrate(by: Actor) -> bool:
    """Whether the actor may move the account: owners and admins."""
    return can_manage_account(by)


def can_leave_out(by: Actor) -> bool:
    """Whether the actor may leave people out of the move, and take them in again."""
    return can_migrate(by) and by.owns_the_account


def can_confirm(by: Actor, person: User) -> bool:
    """Whether the actor may have the directory asked about somebody: themself, and who migrates."""
    return by.is_person(person) or can_migrate(by)
