"""What /genie connect answers: a one-time link, and to whom one is connected. Contract: seeds/000.

The link is for the chat user who asked. Whoever opens it signs in, and approves or not.
"""

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.urls import reverse

from accounts import audit, mail
from accounts.actors import Actor
from chatlink import chat_links
from chatlink.actions import connections
from chatlink.chat_links import CONNECT, DISCONNECT, About
from chatlink.messages import Incoming, Link, Reply
from chatlink.models import ChatAccount, ChatTeam, Integration
from chatlink.names import actor_name, handle
from common.text import one_line

audit.WORDS |= {
    "chat.connect_asked": "asked to be connected from {target}",
    "chat.disconnect_asked": "asked to be disconnected from {target}",
}

MOST_LINKS, WITHIN = 5, timedelta(minutes=10)
ONCE = "The link works once, for 15 minutes."
TOO_MANY = (
    "You have asked for 5 links in 10 minutes. Use the newest one, or wait a few minutes "
    "before you ask for another."
)
CODE_FOLLOWS = "The page then shows a code to type here."


@transaction.atomic
def offer(
    asked: Incoming, integration: Integration, account: ChatAccount | None, *, now: datetime
) -> Reply:
    """Answer /genie connect: with a link, or whether the code that was typed is right."""
    # Only requests that their integration's secret proves come here, and it has one chat team.
    team = cast(ChatTeam, integration.chat_team)
    ChatTeam.objects.select_for_update(no_key=True).get(pk=team.pk)  # one request after the other
    about = About(
        chat_team_id=str(team.pk),
        chat_user_id=asked.chat_user_id,
        chat_user_name=one_line(asked.chat_user_name, 200),
        channel=one_line(asked.channel_name, 100),
        needs_code=integration.requires_code,
        account_id=str(account.pk) if account else "",
    )
    code = code_in(asked.text)
    if code and account is None:
        return _completed(about, code, now)
    if chat_links.count_made(about, within=WITHIN, now=now) >= MOST_LINKS:
        return Reply((TOO_MANY,))
    by = _asker(asked, account)
    purpose, verb = (
        (DISCONNECT, "chat.disconnect_asked") if account else (CONNECT, "chat.connect_asked")
    )
    token = chat_links.issue(purpose, about, now=now, issued_by=by.name)
    audit.record(by, verb, team)
    url = mail.link(reverse("chatlink:connect_link", args=[token]))
    if account:
        lines = [_connected(account), f"To disconnect, open the link. {ONCE}"]
        return Reply(tuple(lines), Link("Disconnect account", url))
    lines = ["Connect this chat account, and what you do here is done as your Muster user.", ONCE]
    lines += [CODE_FOLLOWS] * about.needs_code
    return Reply(tuple(lines), Link("Connect account", url))


def code_in(text: str) -> str:
    """Return the code in "connect 482911", or an empty text."""
    _, *words = text.split()
    code = "".join(words)
    return code if len(code) == 6 and code.isascii() and code.isdigit() else ""


def _completed(about: About, code: str, now: datetime) -> Reply:
    done = connections.complete(about, code, now=now)
    return Reply((done if isinstance(done, str) else _connected(done),))


def _connected(account: ChatAccount) -> str:
    return f"You are connected as {account.user.full_name} ({account.user.username})."


def _asker(asked: Incoming, account: ChatAccount | None) -> Actor:
    shown = handle(asked.kind, asked.chat_user_name, asked.chat_user_id)
    person = account.user if account else None
    return Actor.in_chat(actor_name(asked.kind, shown, person), user=person)
