"""Commands as the hook hands them on, once a request is proved."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from chatlink.commands import answer
from chatlink.messages import Incoming, Kind, Reply
from chatlink.models import ChatAccount, ChatTeam, Integration


def make_chat(**values: Any) -> Integration:
    """An integration with a Slack workspace, for the whole account unless told otherwise."""
    team, _ = ChatTeam.objects.get_or_create(kind="slack", external_id="T1", name="acme")
    return Integration.objects.create(adapter="slack", name="Slack", chat_team=team, **values)


def ask(chat: Integration, text: str, person: User | None = None, name: str = "bob") -> Reply:
    """What the chat user of that name is answered, connected as a person or not."""
    asked = Incoming(Kind.SLACK, "T1", "acme", f"U-{name}", name, text, once=text)
    account = None
    if person:
        account, _ = ChatAccount.objects.select_related("user__custom_role").get_or_create(
            chat_team=chat.chat_team, user=person, defaults={"chat_user_id": f"U-{name}"}
        )
    return answer(asked, chat, account, now=timezone.now())
