"""Connecting chat accounts: anybody may open a link; whose an account is, and admins, end it."""

from tests.chatlink.linked import genie_connect, make_account, make_chat, path_of


def _link(cast):
    token = path_of(genie_connect(make_chat(external_id="T8"))).strip("/").rpartition("/")[2]
    return {"token": token}


def _account(cast):
    return {"account_id": make_account(cast.ben, make_chat(external_id="T9")).pk}


KINDS = {"a link of /genie connect": _link, "bens_chat_account": _account}

# name, method, kind, signed out, eve, ben (the person), tom, ada, olive
DOORS = [
    ("chatlink:connect_link", "get", "a link of /genie connect", 303, 303, 303, 303, 303, 303),
    ("chatlink:connect", "get", "", 302, 410, 410, 410, 410, 410),
    ("chatlink:connect", "post", "", 302, 410, 410, 410, 410, 410),
    ("chatlink:account_revoke", "get", "bens_chat_account", 302, 404, 200, 404, 200, 200),
    ("chatlink:account_revoke", "post", "bens_chat_account", 302, 404, 302, 404, 302, 302),
]
