"""What was done, a row each: in words, for the page and for the file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from uuid import UUID

from django.utils.safestring import SafeString

from accounts.actors import Actor, Via
from accounts.models import User
from alerts import log
from alerts.models import AlertLog
from common.drawing import Pattern, drawn
from common.templatetags.ui import icon, initials, when
from reports import kinds
from reports.doors import door_of
from teams.models import Team

FILE = "reports/rows/action.html"
ROW, PERSON = Pattern(f"{FILE}#row"), Pattern(f"{FILE}#person")
MUSTER, SYSTEM = "Muster", Actor.system().name
COLUMNS = (
    "Time", "Who", "E-mail", "Linked", "Door", "Action", "What happened",
    "Alert", "Message", "Teams", "Alert id", "Person id", "API key id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """The teams of some alerts, and the e-mails of some people, by id."""

    teams: Mapping[UUID, str]
    addresses: Mapping[UUID, str]

    @classmethod
    def of(cls, entries: Iterable[AlertLog]) -> "Names":
        """Look up whom and what some entries name. Two queries."""
        rows = list(entries)
        teams = Team.objects.filter(pk__in={pk for one in rows for pk in one.alert.team_ids})
        people = User.objects.filter(pk__in={one.user_id for one in rows if one.user_id})
        return cls(
            dict(teams.values_list("pk", "name")), dict(people.values_list("pk", "username"))
        )

    def teams_of(self, entry: AlertLog) -> str:
        """The teams that an entry's alert is for, as far as they are still there."""
        return ", ".join(self.teams[pk] for pk in entry.alert.team_ids if pk in self.teams)


def who_of(entry: AlertLog) -> str:
    """The name of who did it; what Muster does by itself, it does under its own."""
    return MUSTER if entry.via == Via.SYSTEM and entry.actor_name == SYSTEM else entry.actor_name


def linked_words(entry: AlertLog) -> str:
    """Whether Muster knows who it was: "Linked", "Not connected", or "" where nobody asks."""
    if entry.user_id:
        return "Linked"
    return "Not connected" if entry.via == Via.CHAT else ""


def action_row(entry: AlertLog, names: Names) -> SafeString:
    """Write the row of an entry."""
    door = door_of(entry.via, entry.door)
    return ROW.fill(
        avatar=_avatar(entry),
        who=who_of(entry),
        sentence=log.sentence(entry),
        link=entry.alert.get_absolute_url(),
        number=str(entry.alert.tiny_id),
        message=entry.alert.message,
        door=door.label,
        door_icon=icon(door.icon),
        linked=_linked(entry),
        teams=names.teams_of(entry) or drawn(f"{FILE}#no-team"),
        at=when(entry.at),
    )


def cells(entry: AlertLog, names: Names) -> tuple[object, ...]:
    """The cells of COLUMNS for an entry. Times are UTC."""
    return (
        entry.at.astimezone(UTC).isoformat(timespec="seconds"), who_of(entry),
        names.addresses.get(entry.user_id) if entry.user_id else "", linked_words(entry),
        door_of(entry.via, entry.door).label, kinds.label_of(entry.verb, entry.via),
        log.sentence(entry), f"#{entry.alert.tiny_id}", entry.alert.message,
        names.teams_of(entry), entry.alert_id, entry.user_id, entry.api_key_id,
    )  # fmt: skip


def _avatar(entry: AlertLog) -> SafeString:
    """Initials for a person, an icon for who is none, or is not known."""
    if entry.user_id:
        return PERSON.fill(initials=initials(entry.actor_name.partition(" (")[0]))
    if entry.via == Via.CHAT:
        return drawn(f"{FILE}#somebody")
    return drawn(f"{FILE}#{'system' if entry.via == Via.SYSTEM else 'key'}")


def _linked(entry: AlertLog) -> SafeString:
    """In chats, whether they are connected; in the browser everybody is signed in."""
    if entry.via != Via.CHAT:
        return drawn(f"{FILE}#{'signed-in' if entry.user_id else 'nobody'}")
    return drawn(f"{FILE}#{'linked' if entry.user_id else 'anonymous'}")
