"""Whom a request names: teams, people, schedules and escalations, by id or by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from alerts.limits import Named, text_of

KINDS = ("team", "user", "schedule", "escalation")
LONGEST_NAME = 512  # characters

# One statement for all kinds. A team's row brings the version of its rules along, so that nothing
# has to be asked again before they are applied.
_FIND = """
    WITH named AS (
        SELECT * FROM unnest(%(kinds)s::text[], %(ids)s::uuid[], %(names)s::text[])
        WITH ORDINALITY AS named(kind, id, name, place)
    )
    SELECT place, kind, team.id, team.name, '', book.version
      FROM named JOIN teams_team team ON team.id = named.id OR lower(team.name) = lower(named.name)
      LEFT JOIN routing_rulebook book ON book.team_id = team.id
     WHERE kind = 'team'
    UNION ALL
    SELECT place, kind, person.id, person.full_name, person.username, NULL
      FROM named JOIN accounts_user person
        ON person.id = named.id OR person.username = lower(named.name)
     WHERE kind = 'user'
    UNION ALL
    SELECT place, kind, schedule.id, schedule.name, '', NULL
      FROM named JOIN oncall_schedule schedule
        ON schedule.id = named.id OR lower(schedule.name) = lower(named.name)
     WHERE kind = 'schedule'
    UNION ALL
    SELECT place, kind, escalation.id, escalation.name, '', NULL
      FROM named JOIN oncall_escalation escalation
        ON escalation.id = named.id OR lower(escalation.name) = lower(named.name)
     WHERE kind = 'escalation'
    ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Responder:
    """A team, person, schedule or escalation that is there.

    `called` is what rules know it by: a person's username, else its name. `rules_version` is a
    team's, None for others and for a team without rules.
    """

    kind: str
    id: UUID
    name: str
    called: str
    rules_version: int | None = None

    def as_json(self) -> dict[str, str]:
        """What an alert keeps of it."""
        kept = {"type": self.kind, "id": str(self.id), "name": self.name}
        return kept | {"username": self.called} if self.kind == "user" else kept


def find(named: Sequence[Named]) -> list[Responder | None]:
    """Return who each of `named` is, None for those that are not there. One query, or none."""
    found: list[Responder | None] = [None] * len(named)
    if not named:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            _FIND,
            {
                "kinds": [one.kind if one.kind in KINDS else "" for one in named],
                "ids": [_uuid(one.id) for one in named],
                "names": ["" if one.id else text_of(one.name, LONGEST_NAME) for one in named],
            },
        )
        for place, *row in cursor.fetchall():
            found[place - 1] = _responder(*row)
    return found


class Remembered:
    """Who teams were when they were last looked up, for statements that check it themselves.

    Most alerts name the same few teams. Only they are remembered, with the version of their
    rules; nobody may rely on it without asking the database whether it still holds.
    """

    MOST = 10_000  # lists of names

    def __init__(self) -> None:
        self._found: dict[tuple[Named, ...], list[Responder | None]] = {}

    def find(self, named: Sequence[Named]) -> tuple[list[Responder | None], list[Responder]]:
        """Return who each is, as `find` does, and which of them have to be checked."""
        asked = tuple(named)
        found = self._found.get(asked)
        if found is not None:
            return found, [one for one in found if one]
        found = find(asked)
        if asked and all(one is not None and one.kind == "team" for one in found):
            if len(self._found) >= self.MOST:
                self._found.clear()
            self._found[asked] = found
        return found, []

    def forget(self, named: Sequence[Named]) -> None:
        """Look these up again the next time."""
        self._found.pop(tuple(named), None)


def each_once(found: Iterable[Responder | None]) -> list[Responder]:
    """Return those that are there, each once, in their order."""
    return list({one.id: one for one in found if one}.values())


def _responder(kind: str, pk: Any, name: str, username: str, version: int | None) -> Responder:
    return Responder(kind, pk, name, username or name, version)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
