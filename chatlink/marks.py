"""Who is connected in chat and who is not, for the list of people and its search."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from accounts.models import User
from chatlink.messages import Kind
from chatlink.models import ChatAccount, ChatTeam

LINKED, UNLINKED = "linked", "unlinked"
KINDS = ", ".join(kind.value for kind in Kind)
UNKNOWN = (
    f"Write chat:{LINKED}, chat:{UNLINKED}, a chat system ({KINDS}), or the name of a chat team; "
    "there is no “{}”."
)


def kinds_of(people: Iterable[UUID]) -> dict[UUID, list[Kind]] | None:
    """The chat systems in which people are connected, by person, or None where there is no chat.

    One query.
    """
    theirs = FilteredRelation("accounts", condition=Q(accounts__user__in=list(people)))
    teams = ChatTeam.objects.annotate(theirs=theirs).values_list("kind", "theirs__user")
    pairs = set(teams)
    found: dict[UUID, list[Kind]] = {}
    for kind in Kind:
        for person in (one for named, one in pairs if named == kind and one):
            found.setdefault(person, []).append(kind)
    return found if pairs else None


def connected(people: QuerySet[User], value: str) -> QuerySet[User]:
    """Narrow people to who is connected, or is not, in a chat system, or in a chat team.

    Raises ValueError when it is none of them.
    """
    accounts, asked = ChatAccount.objects.filter(user=OuterRef("pk")), value.lower()
    if asked == UNLINKED:
        return people.filter(~Exists(accounts))
    if asked in list(Kind):
        accounts = accounts.filter(chat_team__kind=asked)
    elif asked != LINKED:
        accounts = accounts.filter(chat_team__in=_teams_called(value))
    return people.filter(Exists(accounts))


def _teams_called(name: str) -> list[UUID]:
    """The chat teams of that name or id. Raises ValueError."""
    named = ChatTeam.objects.filter(Q(name__iexact=name) | Q(external_id=name))
    found = list(named.values_list("pk", flat=True)) if name else []
    if not found:
        raise ValueError(UNKNOWN.format(name))
    return found
