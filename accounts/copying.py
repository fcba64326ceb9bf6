"""To whom notification rules can be copied: people, groups, everyone, and what upper floors add.

An upper floor registers a kind of target once, when its app is ready:

    copying.register("team", list_teams, people_of_teams)

`list_teams(text, ids)` returns up to ten Targets whose name has `text` in it, or, when `ids` is
not None, exactly those. `people_of_teams(ids)` returns a QuerySet of the people behind them.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from accounts.models import Group, User
from common.folding import Folded
from common.words import beginnings

LISTED = 10
EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody or several at once: `key` stands in forms and URLs ("group:1f0c…", "everyone")."""

    kind: str
    id: str
    name: str
    detail: str = ""

    @property
    def key(self) -> str:
        """The target in one word."""
        return f"{self.kind}:{self.id}" if self.id else self.kind

    @property
    def typed(self) -> str:
        """What is typed to name it: an e-mail address, or the kind and the name."""
        return self.detail if self.kind == "person" else f"{self.kind.capitalize()}: {self.name}"


type Listing = Callable[[str, Collection[str] | None], Iterable[Target]]
type PeopleOf = Callable[[Collection[str]], QuerySet[User]]

_KINDS: dict[str, tuple[Listing, PeopleOf]] = {}


def register(kind: str, list_function: Listing, people_function: PeopleOf) -> None:
    """Make a kind of target known: how to find some, and who the people behind them are."""
    _KINDS[kind] = (list_function, people_function)


def suggestions(text: str) -> list[Target]:
    """Return targets of all kinds whose name begins with or contains the text, a few of each."""
    found = [list(listing(text, None))[:LISTED] for listing, _ in _KINDS.values()]
    each = max(LISTED // max(len(found), 1), 1)
    return [target for targets in found for target in targets[:each]]


def find(text: str) -> Target:
    """Return the target that was typed: an e-mail, "Team: Payments", or a name that fits one only.

    "all" is everyone, as in the API. Raises ValidationError, saying what to type instead.
    """
    kind, _, name = (part.strip() for part in text.partition(":"))
    wanted = [kind.lower()] if name and kind.lower() in _KINDS else list(_KINDS)
    name = name if len(wanted) == 1 else text.strip()
    if name.lower() in ("all", EVERYONE):
        return everyone()
    fits = [
        target
        for each in wanted
        for target in _KINDS[each][0](name, None)
        if name.lower() in (target.name.lower(), target.detail.lower())
    ]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise ValidationError(f"“{name}” can be several. Choose one of the suggestions.")
    raise ValidationError(f"Nobody and nothing is called “{name}”. Type a name, then choose.")


def everyone() -> Target:
    """The target that means all people."""
    return Target(EVERYONE, "", "Everyone")


def read(keys: Iterable[str]) -> list[Target]:
    """Return the targets of keys, each once, in the order of their kinds. Unknown ones are left."""
    ids: dict[str, set[str]] = {}
    for key in keys:
        kind, _, id_text = key.partition(":")
        ids.setdefault(kind, set()).add(id_text)
    found = [everyone()] if EVERYONE in ids else []
    for kind, (listing, _) in _KINDS.items():
        if chosen := [text for text in ids.get(kind, ()) if _is_uuid(text)]:
            found.extend(listing("", chosen))
    return found


def people_of(targets: Iterable[Target]) -> QuerySet[User]:
    """Return all people behind targets, each once."""
    targets = list(targets)
    people: QuerySet[User] = User.objects.all()
    if any(target.kind == EVERYONE for target in targets):
        return people
    within = Q(pk__in=[])
    for kind, (_, people_behind) in _KINDS.items():
        if ids := [target.id for target in targets if target.kind == kind]:
            within |= Q(pk__in=people_behind(ids).values("pk"))
    return people.filter(within)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _list_people(text: str, ids: Collection[str] | None) -> Iterable[Target]:
    people = User.objects.order_by(Folded("full_name"), "pk")
    if ids is not None:
        people = people.filter(pk__in=ids)
    else:
        exact, asked = people.filter(username=text.lower()), beginnings(text)
        if "@" in text and exact.exists():
            people = exact
        else:
            people = people.filter(search_words=asked)[:LISTED] if asked else people.none()
    return (Target("person", str(one.pk), one.full_name, one.username) for one in people)


def _list_groups(text: str, ids: Collection[str] | None) -> Iterable[Target]:
    # The shortest first: a name that is typed whole comes before those that contain it.
    groups = Group.objects.order_by(Length("name"), Folded("name"), "pk")
    if ids is not None:
        groups = groups.filter(pk__in=ids)
    else:
        groups = groups.filter(name__icontains=text)[:LISTED]
    return (Target("group", str(group.pk), group.name, "Group") for group in groups)


def _people_of_groups(ids: Collection[str]) -> QuerySet[User]:
    people: QuerySet[User] = User.objects.filter(group_memberships__group__in=ids)
    return people


def _people_themselves(ids: Collection[str]) -> QuerySet[User]:
    people: QuerySet[User] = User.objects.filter(pk__in=ids)
    return people


register("person", _list_people, _people_themselves)
register("group", _list_groups, _people_of_groups)
