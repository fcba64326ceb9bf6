"""Actions counted: by hour or day, by door, by who did them. One statement, one look at the log."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from accounts.actors import Via
from accounts.models import User
from alerts.models import AlertLog
from reports.doors import DOORS, Door, door_of
from reports.periods import Period
from reports.rows import MUSTER, SYSTEM

COLUMNS = ("at", "via", "door", "user_id", "api_key_id", "actor_name", "details")
# Whoever has no id is who their name says; a key that acts for somebody is still the key.
COUNTED = """
    SELECT GROUPING(part) AS is_of_person, part, via, door, user_id, api_key_id, name,
        max(actor_name), count(*)
    FROM (SELECT date_trunc(%s, at, %s) AS part, via, door, user_id, api_key_id, actor_name,
            CASE WHEN user_id IS NOT NULL THEN ''
                 WHEN api_key_id IS NOT NULL THEN coalesce(details ->> 'key', actor_name)
                 ELSE actor_name END AS name
          FROM ({entries}) AS entries) AS named
    GROUP BY GROUPING SETS ((part, via, door), (user_id, api_key_id, name, via, door))
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: the door whose colour it has, where it begins, how long it is."""

    look: str
    x: int
    width: int


@dataclass(slots=True)
class Doer:
    """Somebody who did something: a person, a key, a name in a chat, Muster; how often, by door."""

    name: str
    user_id: UUID | None = None
    address: str = ""
    by_door: Counter[Door] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How much they did in all."""
        return self.by_door.total()

    @property
    def said(self) -> str:
        """How much by each door: "Browser 20 · Slack 14"."""
        return " · ".join(f"{door.label} {n:,}" for door, n in in_order(self.by_door).items())

    @property
    def pieces(self) -> list[Piece]:
        """The same as a line of pieces, one a door, in the order in which charts stack them."""
        found, x = [], 0
        for door, count in in_order(self.by_door).items():
            found.append(Piece(door.name, x, count))
            x += count
        return found

    @property
    def is_anonymous(self) -> bool:
        """Whether they did it in a chat without being connected."""
        return not self.user_id and any(door.via == Via.CHAT for door in self.by_door)


@dataclass(frozen=True, slots=True)
class Summary:
    """How much was done: by part of the period, by door, and by whom, the busiest first."""

    parts: dict[datetime | date, Counter[Door]]
    doors: Counter[Door]
    doers: list[Doer]

    @property
    def total(self) -> int:
        """How much was done in all."""
        return self.doors.total()

    @property
    def anonymous(self) -> int:
        """How much of it was done by people who are not connected."""
        return sum(one.total for one in self.doers if one.is_anonymous)


def summary_of(entries: QuerySet[AlertLog], period: Period) -> Summary:
    """Count entries. One query."""
    parts: dict[datetime | date, Counter[Door]] = defaultdict(Counter)
    doers: dict[tuple[Any, ...], Doer] = {}
    for is_of_person, part, via, door, user, key, name, last_name, count in _rows(entries, period):
        if not is_of_person:
            parts[period.part_of(part)][door_of(via, door)] += count
            continue
        # A name in the browser and the same in a chat need not be the same person.
        who = user or key or (name, via)
        shown = MUSTER if (name, via) == (SYSTEM, Via.SYSTEM) else name or last_name
        doer = doers.setdefault(who, Doer(shown, user))
        doer.by_door[door_of(via, door)] += count
    total = Counter[Door]()
    for counts in parts.values():
        total.update(counts)
    busiest = sorted(doers.values(), key=lambda one: (-one.total, one.name.lower()))
    return Summary(parts, in_order(total), busiest)


def in_order(counts: Counter[Door]) -> Counter[Door]:
    """The same counts, the doors in the order in which charts stack them."""
    ordered = [*DOORS, *(door for door in counts if door not in DOORS)]
    return Counter({door: counts[door] for door in ordered if counts[door]})


def name_people(doers: Iterable[Doer]) -> None:
    """Give people the names they have today, and their address. One query."""
    known = [one for one in doers if one.user_id]
    people = User.objects.only("full_name", "username").in_bulk([one.user_id for one in known])
    for one in known:
        if one.user_id and (person := people.get(one.user_id)):
            one.name, one.address = person.full_name or person.username, person.username


def _rows(entries: QuerySet[AlertLog], period: Period) -> list[tuple[Any, ...]]:
    try:
        sql, params = entries.order_by().values(*COLUMNS).query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(entries=sql), [period.step, str(period.zone), *params])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
