"""Actions counted: by hour or day, by door, by who did them. One statement, one look at the log."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
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
# Whoever has no id is who their name says, and by which kind of door: a name in the browser and
# the same in a chat need not be the same person. A key that acts for somebody is still the key.
COUNTED = """
    WITH counted AS MATERIALIZED (
        SELECT part, via, door, who, max(name) AS name, count(*) AS number,
            count(*) FILTER (WHERE via = 'chat' AND user_id IS NULL) AS anonymous
        FROM (SELECT width_bucket(at, '{parts}'::timestamptz[]) AS part, via, door, user_id,
                CASE WHEN user_id IS NOT NULL THEN 'user:' || user_id
                     WHEN api_key_id IS NOT NULL THEN 'key:' || api_key_id
                     ELSE via || ':' || actor_name END AS who,
                CASE WHEN api_key_id IS NOT NULL THEN coalesce(details ->> 'key', actor_name)
                     ELSE actor_name END AS name
              FROM ({entries}) AS entries) AS named
        GROUP BY GROUPING SETS ((part, via, door), (who, via, door))
    ), busiest AS (
        SELECT who, sum(number) AS total, count(*) OVER () AS doers FROM counted
         WHERE who IS NOT NULL GROUP BY who ORDER BY total DESC, max(name), who LIMIT {most}
    )
    SELECT part, via, door, who, name, number, anonymous, doers
      FROM counted LEFT JOIN busiest USING (who)
     WHERE who IS NULL OR doers IS NOT NULL
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


@dataclass(slots=True)
class Summary:
    """How much was done: by part of the period, by door, and by whom, the busiest first.

    `anonymous` of it was done by people who are not connected; `doers_in_all` did something.
    """

    parts: list[Counter[Door]]
    doors: Counter[Door] = field(default_factory=Counter)
    doers: list[Doer] = field(default_factory=list)
    anonymous: int = 0
    doers_in_all: int = 0

    @property
    def total(self) -> int:
        """How much was done in all."""
        return self.doors.total()

    @property
    def more_doers(self) -> int:
        """How many did something beside the busiest."""
        return self.doers_in_all - len(self.doers)


def summary_of(entries: QuerySet[AlertLog], period: Period, *, most: int) -> Summary:
    """Count entries, and name at most so many people. Two queries at most."""
    found, doers = Summary([Counter() for _ in period.parts]), dict[str, Doer]()
    for part, via, column, who, name, number, anonymous, in_all in _rows(entries, period, most):
        door = door_of(via, column)
        if who is None:
            found.parts[part - 1][door] += number
            found.doors[door] += number
            found.anonymous += anonymous
            continue
        found.doers_in_all = in_all
        doers.setdefault(who, _doer(who, name)).by_door[door] += number
    found.doors = in_order(found.doors)
    found.doers = sorted(doers.values(), key=lambda one: (-one.total, one.name.lower()))
    _name_people(found.doers)
    return found


def _doer(who: str, name: str) -> Doer:
    kind, _, rest = who.partition(":")
    if who == f"{Via.SYSTEM}:{SYSTEM}":
        name = MUSTER
    return Doer(name, UUID(rest) if kind == "user" else None)


def in_order(counts: Counter[Door]) -> Counter[Door]:
    """The same counts, the doors in the order in which charts stack them."""
    ordered = [*DOORS, *(door for door in counts if door not in DOORS)]
    return Counter({door: counts[door] for door in ordered if counts[door]})


def _name_people(doers: Iterable[Doer]) -> None:
    """Give people the names they have today, and their address. One query."""
    known = [one for one in doers if one.user_id]
    people = User.objects.only("full_name", "username").in_bulk([one.user_id for one in known])
    for one in known:
        if one.user_id and (person := people.get(one.user_id)):
            one.name, one.address = person.full_name or person.username, person.username


def _rows(entries: QuerySet[AlertLog], period: Period, most: int) -> list[tuple[Any, ...]]:
    try:
        sql, params = entries.order_by().values(*COLUMNS).query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        # The bounds go along: PostgreSQL need not know the reader's zone.
        bounds = ",".join(at.isoformat() for at in period.parts)
        cursor.execute(COUNTED.format(entries=sql, most=most, parts=f"{{{bounds}}}"), params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
