"""What the pages of integrations show, read in a constant number of queries."""

from dataclasses import dataclass

from django.db.models import Count

from accounts.actors import Actor
from chatlink.adapters import ADAPTERS
from chatlink.messages import DISCONTINUED
from chatlink.models import ChatAccount, Integration
from common.folding import Folded

NAMED = 5  # people in a sentence


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


@dataclass(frozen=True, slots=True)
class Waiting:
    """Chat accounts that work again when an integration comes back; `names` are the first's."""

    count: int
    names: tuple[str, ...]

    @property
    def question(self) -> str:
        """What somebody has to agree to."""
        many = "1 chat account" if self.count == 1 else f"{self.count:,} chat accounts"
        return f"Let {many} work again"

    @property
    def words(self) -> str:
        """Whose accounts they are."""
        others = self.count - len(self.names)
        names = [*self.names, *([f"{others:,} others"] if others else [])]
        whose = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        return f"Connected in this chat team before. What is typed there is done as {whose}."


def waiting_accounts(kind: str, chat_team_id: str) -> Waiting:
    """The accounts of a chat team whose commands nobody executes. Two queries at most."""
    of_team = ChatAccount.objects.filter(
        chat_team__kind=kind, chat_team__external_id=chat_team_id.strip()
    )
    accounts = of_team.exclude(chat_team__integrations__executes_commands=True)
    ordered = accounts.order_by(Folded("user__full_name"), "pk")
    names = ordered.values_list("user__full_name", flat=True)[: NAMED + 1]
    if len(names) <= NAMED:
        return Waiting(len(names), tuple(names))
    return Waiting(accounts.count(), tuple(names[: NAMED - 1]))


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
