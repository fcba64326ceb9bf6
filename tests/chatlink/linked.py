"""Somebody types /genie connect in a chat, as its adapter has understood it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from chatlink.linking import offer
from chatlink.messages import Incoming, Kind, Reply
from chatlink.models import ChatAccount, ChatTeam, Integration

CONNECT = "/chat/connect/"


def make_chat(kind: Kind = Kind.SLACK, external_id: str = "T1", **more: Any) -> Integration:
    """An integration that speaks for a chat team."""
    name = {"T1": "acme.slack.com"}.get(external_id, external_id)
    team, _ = ChatTeam.objects.get_or_create(
        kind=kind, external_id=external_id, defaults={"name": name}
    )
    return Integration.objects.create(adapter="slack", name="Acme chat", chat_team=team, **more)


def make_account(person: User, integration: Integration, name: str = "") -> ChatAccount:
    """A chat account that is connected to a person: @ben, U-BEN."""
    name = name or person.username.partition("@")[0]
    return ChatAccount.objects.create(
        chat_team=integration.chat_team,
        user=person,
        chat_user_id=f"U-{name.upper()}",
        chat_user_name=name,
    )


def genie_connect(
    integration: Integration,
    name: str = "ben",
    *,
    code: str = "",
    ago: timedelta = timedelta(0),
    **more: Any,
) -> Reply:
    """What /genie connect answers to the chat user of that name: @ben, U-BEN."""
    team = integration.chat_team
    user_id = more.pop("chat_user_id", f"U-{name.upper()}")
    asked = Incoming(
        kind=Kind(team.kind),
        chat_team_id=team.external_id,
        chat_team_name=team.name,
        chat_user_id=user_id,
        chat_user_name=name,
        text=f"connect {code}".strip(),
        once=str(uuid4()),
        channel_name="#payments-oncall",
        **more,
    )
    accounts = ChatAccount.objects.select_related("user", "chat_team")
    account = accounts.filter(chat_team=team, chat_user_id=user_id).first()
    return offer(asked, integration, account, now=timezone.now() - ago)


def path_of(reply: Reply) -> str:
    """The path of the link in a reply, which has to lead to this installation."""
    assert reply.link
    assert reply.link.url.startswith(f"{settings.PUBLIC_URL}{CONNECT}")
    return reply.link.url.removeprefix(settings.PUBLIC_URL)


def decide(client: Any, decision: str, path: str = "") -> Any:
    """Open a link, if one is given, and decide on the page that it leads to."""
    if path:
        assert client.get(path)["Location"] == CONNECT
    page = client.get(CONNECT)
    link = page.context["link"].pk if page.status_code == 200 else ""
    return client.post(CONNECT, {"decision": decision, "link": link})
