"""What the pages of integrations show, read in a constant number of queries."""

from dataclasses import dataclass

from django.db.models import Count

from accounts.actors import Actor
from chatlink.adapters import ADAPTERS
from chatlink.messages import DISCONTINUED
from chatlink.models import ChatAccount, Integration
from common.folding import Folded


@dataclass(frozen=True, slots=True)
class Row:
    """An integration as the list shows it; `accounts` is how many people are connected there."""

    integration: Integration
    label: str
    is_discontinued: bool
    accounts: int


@dataclass(frozen=True, slots=True)
class KindToAdd:
    """A chat system that can be added."""

    name: str
    label: str
    is_discontinued: bool


def integration_rows(by: Actor) -> list[Row]:
    """All integrations that the actor sees, by name. Two queries."""
    seen = Integration.objects.visible_to(by).select_related("team", "chat_team")
    accounts = ChatAccount.objects.order_by().values_list("chat_team")
    counts = dict(accounts.annotate(Count("pk")).values_list("chat_team", "pk__count"))
    return [
        Row(
            one,
            ADAPTERS[one.adapter].label,
            ADAPTERS[one.adapter].kind in DISCONTINUED,
            counts.get(one.chat_team_id, 0) if one.chat_team_id else 0,
        )
        for one in seen.order_by(Folded("name"), "pk")
    ]


def kinds_to_add() -> list[KindToAdd]:
    """The chat systems, those still sold first."""
    kinds = [KindToAdd(name, one.label, one.kind in DISCONTINUED) for name, one in ADAPTERS.items()]
    return sorted(kinds, key=lambda one: one.is_discontinued)
