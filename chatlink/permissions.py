"""Who may do what with chat accounts."""

from accounts.actors import Actor
from accounts.permissions import can_delete, can_manage_account
from chatlink.models import ChatAccount


def can_disconnect(by: Actor, account: ChatAccount) -> bool:
    """Whether the actor may end a connection: whose it is, and who runs the account.

    Admins may end an owner's too: it gives nobody anything, and stops a stolen chat account.
    """
    return by.is_person(account.user) or (can_manage_account(by) and can_delete(by))
