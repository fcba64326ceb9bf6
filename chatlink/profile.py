"""What a person's page shows of chat: the accounts that act as them."""

from typing import Any

from django.db.models import Exists, OuterRef

from accounts.actors import Actor
from accounts.models import User
from chatlink.models import ChatAccount, Integration
from chatlink.names import handle, icon_of, team_name


def chat_accounts(person: User, actor: Actor) -> dict[str, Any] | None:
    """The context of the section, or None where there are none. One query."""
    seen = ChatAccount.objects.visible_to(actor).filter(user=person).select_related("chat_team")
    speaking = Integration.objects.filter(chat_team=OuterRef("chat_team"))
    found = seen.annotate(has_integration=Exists(speaking)).order_by("connected_at", "pk")
    rows = [
        {
            "account": one,
            "handle": handle(one.chat_team.kind, one.chat_user_name, one.chat_user_id),
            "team_name": team_name(one.chat_team),
            "icon": icon_of(one.chat_team.kind),
        }
        for one in found
    ]
    return {"rows": rows, "is_own": actor.is_person(person)} if rows else None
