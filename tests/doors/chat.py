"""Connecting chat accounts: anybody may open a link; whose an account is, and admins, end it."""

from tests.chatlink.linked import genie_connect, make_account, make_chat, path_of


def _chat(external_id):
    return make_chat(external_id=external_id, executes_commands=False)  # as often as one likes


def _link(cast):
    token = path_of(genie_connect(_chat("T8"))).strip("/").rpartition("/")[2]
    return {"token": token}


def _account(cast):
    account = cast.ben.chat_accounts.first() or make_account(cast.ben, _chat("T9"))
    return {"account_id": account.pk}


KINDS = {"a link of /genie connect": _link, "bens_chat_account": _account}

# name, method, kind, signed out, eve, ben (the person), tom, ada, olive
DOORS = [
    ("chatlink:connect_link", "get", "a link of /genie connect", 303, 303, 303, 303, 303, 303),
    ("chatlink:connect", "get", "", 302, 410, 410, 410, 410, 410),
    ("chatlink:connect", "post", "", 302, 410, 410, 410, 410, 410),
    ("chatlink:account_revoke", "get", "bens_chat_account", 302, 404, 200, 404, 200, 200),
    ("chatlink:account_revoke", "post", "bens_chat_account", 302, 404, 302, 404, 302, 302),
]
