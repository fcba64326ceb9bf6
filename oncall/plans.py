"""Schedules as the pure functions of oncall/rotation.py want them. Four queries for any number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from accounts.validators import zone
from oncall.models import Override, Participant, Rotation, Schedule
from oncall.restrictions import read
from oncall.rotation import Instead, Plan, Turns, Who

REMEMBERED = timedelta(days=100)  # overrides that ended longer before are not loaded


def plans_of(schedules: Iterable[UUID], at: datetime) -> dict[UUID, Plan]:
    """The plans of these schedules, as far as they matter around a moment and later."""
    ids = list(schedules)
    if not ids:
        return {}
    rows = Schedule.objects.filter(pk__in=ids).values_list("pk", "time_zone", "is_enabled")
    rotations, overrides = _rotations(ids), _overrides(ids, at - REMEMBERED)
    return {
        pk: Plan(pk, zone(name), tuple(rotations[pk]), tuple(overrides[pk]), is_enabled)
        for pk, name, is_enabled in rows
    }


def plan_of(schedule: Schedule, at: datetime) -> Plan:
    """The plan of one schedule."""
    return plans_of([schedule.pk], at)[schedule.pk]


def within(plan: Plan, turns: Turns) -> Plan:
    """A plan as if this rotation were its only one, with the overrides that are for it too."""
    overrides = [one for one in plan.overrides if not one.rotations or turns.id in one.rotations]
    return replace(plan, rotations=(turns,), overrides=tuple(overrides))


def turns_of(rotation: Rotation, participants: Iterable[Who]) -> Turns:
    """A rotation as a value."""
    return Turns(
        id=rotation.pk,
        name=rotation.name,
        kind=rotation.kind,
        length=rotation.length,
        starts_at=rotation.starts_at,
        participants=tuple(participants),
        ends_at=rotation.ends_at,
        restriction=read(rotation.time_restriction),
    )


def _rotations(ids: list[UUID]) -> dict[UUID, list[Turns]]:
    people: dict[UUID, list[Who]] = defaultdict(list)
    rows = Participant.objects.filter(rotation__schedule__in=ids).order_by("position")
    columns = ("rotation", "kind", "user", "user__full_name", "user__is_blocked", "team")
    for rotation, kind, user, name, is_blocked, team, team_name in rows.values_list(
        *columns, "team__name"
    ):
        who = Who(kind, user or team, name or team_name or "Nobody", bool(is_blocked))
        people[rotation].append(who)
    found: dict[UUID, list[Turns]] = defaultdict(list)
    for row in Rotation.objects.filter(schedule__in=ids).order_by("position", "pk"):
        found[row.schedule_id].append(turns_of(row, people[row.pk]))
    return found


def _overrides(ids: list[UUID], since: datetime) -> dict[UUID, list[Instead]]:
    found: dict[UUID, list[Instead]] = defaultdict(list)
    rows = Override.objects.filter(schedule__in=ids, ends_at__gt=since)
    rows = rows.select_related("user").prefetch_related("rotations")
    named = rows.only("schedule", "starts_at", "ends_at", "user__full_name", "user__is_blocked")
    for row in named.order_by("created_at", "pk"):
        rotations = frozenset(one.pk for one in row.rotations.all())
        instead = Instead(row.pk, who(row), row.starts_at, row.ends_at, rotations)
        found[row.schedule_id].append(instead)
    return found


def who(override: Override) -> Who:
    """Who takes over by an override."""
    user = override.user
    return Who("user", user.pk, user.full_name, user.is_blocked)
