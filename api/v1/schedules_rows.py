"""Schedules with their rotations as the v1 API writes them. Contract: opsgenie-v1.md §6."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from msgspec import UNSET, UnsetType

from api.v1.answers import Answer
from api.v1.schedules_times import shown
from oncall.models import Participant, Rotation, Schedule
from oncall.restrictions.windows import WEEKLY


class Hours(Answer, kw_only=True):
    """When turns are taken: each day, or from one day of the week to another."""

    start_day: str | UnsetType = UNSET
    start_hour: int
    start_minute: int
    start_time: str
    end_day: str | UnsetType = UNSET
    end_hour: int
    end_minute: int
    end_time: str


class RotationTurn(Answer):
    """Whose turn it is: the user name of a person, the name of a team, or none."""

    participant: str
    type: str


class FoundRotation(Answer, kw_only=True):
    """A rotation. `restrictions` and `endDate` are left out where there are none."""

    id: UUID
    name: str
    start_date: str
    end_date: str | UnsetType = UNSET
    rotation_type: str
    rotation_length: int
    participants: list[RotationTurn]
    restrictions: list[Hours] | UnsetType = UNSET


class FoundSchedule(Answer, kw_only=True):
    """A schedule. `team` is left out where there is none."""

    id: UUID
    name: str
    description: str
    team: str | UnsetType = UNSET
    timezone: str
    enabled: bool
    rules: list[FoundRotation]


def schedules_written(found: QuerySet[Schedule]) -> list[FoundSchedule]:
    """Write schedules. Three queries."""
    columns = ("pk", "name", "description", "team__name", "time_zone", "is_enabled")
    rows = list(found.values_list(*columns))
    if not rows:
        return []
    rotations = _rotations(found, {pk: zone for pk, _, _, _, zone, _ in rows})
    return [
        FoundSchedule(
            id=pk,
            name=name,
            description=description,
            team=team or UNSET,
            timezone=zone,
            enabled=is_enabled,
            rules=rotations.get(pk, []),
        )
        for pk, name, description, team, zone, is_enabled in rows
    ]


def _rotations(
    schedules: QuerySet[Schedule], zones: Mapping[UUID, str]
) -> dict[UUID, list[FoundRotation]]:
    within = schedules.order_by().values("pk")
    turns = _turns(within)
    found: defaultdict[UUID, list[FoundRotation]] = defaultdict(list)
    rows = Rotation.objects.filter(schedule__in=within).order_by("position", "pk")
    for row in rows:
        zone = zones.get(row.schedule_id, "UTC")
        written = FoundRotation(
            id=row.pk,
            name=row.name,
            start_date=shown(row.starts_at, zone),
            end_date=shown(row.ends_at, zone) if row.ends_at else UNSET,
            rotation_type=row.kind,
            rotation_length=row.length,
            participants=turns.get(row.pk, []),
            restrictions=_restrictions(row.time_restriction),
        )
        found[row.schedule_id].append(written)
    return found


def _turns(within: Any) -> dict[UUID, list[RotationTurn]]:
    found: defaultdict[UUID, list[RotationTurn]] = defaultdict(list)
    rows = Participant.objects.filter(rotation__schedule__in=within).order_by("position")
    for rotation, kind, username, team in rows.values_list(
        "rotation", "kind", "user__username", "team__name"
    ):
        found[rotation].append(RotationTurn(username or team or kind, kind))
    return found


def _restrictions(kept: Mapping[str, Any] | None) -> list[Hours] | UnsetType:
    if not kept:
        return UNSET
    windows = kept["restrictions"] if kept["type"] == WEEKLY else [kept["restriction"]]
    return [_hours(one) for one in windows]


def _hours(kept: Mapping[str, Any]) -> Hours:
    return Hours(
        start_day=kept.get("startDay") or UNSET,
        start_hour=kept["startHour"],
        start_minute=kept["startMin"],
        start_time=f"{kept['startHour']:02}:{kept['startMin']:02}",
        end_day=kept.get("endDay") or UNSET,
        end_hour=kept["endHour"],
        end_minute=kept["endMin"],
        end_time=f"{kept['endHour']:02}:{kept['endMin']:02}",
    )
