"""Schedules as the pure functions of oncall/rotation.py want them. Two queries for any number.

They are written SQL: every page of a team asks, and putting such queries together takes longer
than answering them.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.validators import zone
from oncall.models import Schedule
from oncall.restrictions import read
from oncall.rotation import Instead, Plan, Turns, Who

REMEMBERED = timedelta(days=100)  # overrides that ended longer before are not loaded
TURNS = """
SELECT s.id, s.time_zone, s.is_enabled,
    r.id, r.name, r.kind, r.length, r.starts_at, r.ends_at, r.time_restriction,
    p.kind, p.user_id, u.full_name, u.is_blocked, p.team_id, t.name
FROM oncall_schedule s
LEFT JOIN oncall_rotation r ON r.schedule_id = s.id
LEFT JOIN oncall_participant p ON p.rotation_id = r.id
LEFT JOIN accounts_user u ON u.id = p.user_id
LEFT JOIN teams_team t ON t.id = p.team_id
"""
ROTATION, PARTICIPANT = range(3, 10), slice(10, 16)  # their columns
OF_SCHEDULES, OF_TEAM = "s.id = ANY(%s)", "s.team_id = %s"
IN_ORDER = "ORDER BY s.created_at, s.id, r.position, r.id, p.position"
OVERRIDES = """
SELECT o.schedule_id, o.id, o.user_id, u.full_name, u.is_blocked, o.starts_at, o.ends_at,
    ARRAY(SELECT x.rotation_id FROM oncall_override_rotations x WHERE x.override_id = o.id)
FROM oncall_override o JOIN accounts_user u ON u.id = o.user_id
WHERE o.schedule_id = ANY(%s) AND o.ends_at > %s
ORDER BY o.created_at, o.id
"""


def plans_of(schedules: Iterable[UUID], at: datetime) -> dict[UUID, Plan]:
    """The plans of these schedules, as far as they matter around a moment and later."""
    ids = list(schedules)
    return _plans(OF_SCHEDULES, ids, at) if ids else {}


def plans_of_team(team: UUID, at: datetime) -> list[Plan]:
    """The plans of a team's own schedules, the one made first first."""
    return list(_plans(OF_TEAM, team, at).values())


def plan_of(schedule: Schedule, at: datetime) -> Plan:
    """The plan of one schedule."""
    return plans_of([schedule.pk], at)[schedule.pk]


def within(plan: Plan, turns: Turns) -> Plan:
    """A plan as if this rotation were its only one, with the overrides that are for it too."""
    overrides = [one for one in plan.overrides if not one.rotations or turns.id in one.rotations]
    return replace(plan, rotations=(turns,), overrides=tuple(overrides))


def _plans(of: str, named: list[UUID] | UUID, at: datetime) -> dict[UUID, Plan]:
    with connection.cursor() as cursor:
        cursor.execute(f"{TURNS} WHERE {of} {IN_ORDER}", [named])
        rows = cursor.fetchall()
    schedules = {pk: (name, is_enabled) for pk, name, is_enabled, *_ in rows}
    rotations, overrides = _rotations(rows), _overrides(list(schedules), at - REMEMBERED)
    return {
        pk: Plan(pk, zone(name), tuple(rotations[pk]), tuple(overrides[pk]), is_enabled)
        for pk, (name, is_enabled) in schedules.items()
    }


def _rotations(rows: Iterable[tuple[Any, ...]]) -> dict[UUID, list[Turns]]:
    found: dict[UUID, list[Turns]] = defaultdict(list)
    for (schedule, pk, *columns), taken in groupby(rows, key=itemgetter(0, *ROTATION)):
        if pk is None:  # a schedule without rotations
            continue
        name, kind, length, starts_at, ends_at, restriction = columns
        found[schedule].append(
            Turns(
                id=pk,
                name=name,
                kind=kind,
                length=length,
                starts_at=starts_at,
                participants=tuple(_who(*row[PARTICIPANT]) for row in taken if row[PARTICIPANT][0]),
                ends_at=ends_at,
                restriction=read(json.loads(restriction)) if restriction else None,
            )
        )
    return found


def _who(
    kind: str, user: UUID | None, name: str, is_blocked: bool, team: UUID | None, team_name: str
) -> Who:
    return Who(kind, user or team, name or team_name or "Nobody", bool(is_blocked))  # type: ignore[arg-type]


def _overrides(ids: list[UUID], since: datetime) -> dict[UUID, list[Instead]]:
    found: dict[UUID, list[Instead]] = defaultdict(list)
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(OVERRIDES, [ids, since])
            for schedule, pk, user, name, is_blocked, starts_at, ends_at, rotations in cursor:
                person = Who("user", user, name, is_blocked)
                instead = Instead(pk, person, starts_at, ends_at, frozenset(rotations))
                found[schedule].append(instead)
    return found
