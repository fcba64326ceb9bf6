"""The request, with who acts in it."""

from accounts.actors import Actor
from accounts.models import Account
from common.http import HtmxRequest


class Request(HtmxRequest):
    """A request that knows its actor and the account."""

    actor: Actor
    account: Account
