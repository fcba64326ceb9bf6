"""The request, with who acts in it."""

from typing import cast

from accounts.actors import Actor
from accounts.models import Account, User
from common.http import HtmxRequest


class Request(HtmxRequest):
    """A request that knows its actor and the account."""

    actor: Actor
    account: Account


def oneself(request: Request) -> User:
    """Return the person who is signed in: for views that are @signed_in."""
    return cast(User, request.actor.user)
