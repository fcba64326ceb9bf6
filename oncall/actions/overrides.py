"""Taking and giving shifts: overrides of a schedule."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.meanwhile import check_unchanged
from accounts.models import User
from accounts.permissions import can_delete, require
from common.saving import save_valid
from oncall.actions.holding import hold, hold_part
from oncall.models import Override, Rotation, Schedule
from oncall.moments import check_moments
from oncall.permissions import can_override, can_remove_override

audit.WORDS |= {
    "override.added": "put {person} on call in the schedule {target}, {span}",
    "override.changed": "changed the override of {person} in the schedule {target}, {span}",
    "override.removed": "removed the override of {person} in the schedule {target}, {span}",
}

NOT_YOURS = "You can take shifts of your own schedules. Who manages this one can give you others."

LONGEST = timedelta(days=366)
MOST = 500  # of a schedule that have not ended


@transaction.atomic
def add_override(
    schedule: Schedule,
    *,
    user: User,
    starts_at: datetime,
    ends_at: datetime,
    rotations: Iterable[Rotation] = (),
    alias: str = "",
    by: Actor,
) -> Override:
    """Put somebody on call for a while, in these rotations or in the whole schedule.

    Raises ValidationError naming the field, PermissionDenied.
    """
    hold(schedule)
    require(can_override(by, schedule, user), NOT_YOURS)
    check_moments({"starts_at": starts_at, "ends_at": ends_at}, "starts_at", "ends_at")
    _check_length(starts_at, ends_at)
    if schedule.overrides.filter(ends_at__gt=timezone.now()).count() >= MOST:
        raise ValidationError(f"A schedule has at most {MOST} overrides. Remove some first.")
    override = Override(schedule=schedule, user=user, starts_at=starts_at, ends_at=ends_at)
    override.alias = alias.strip() or str(override.pk)
    named = _checked(override, rotations)
    save_valid(override)
    override.rotations.set(named)
    _record(by, "override.added", override)
    return override


@transaction.atomic
def change_override(
    override: Override,
    *,
    rotations: Iterable[Rotation] | None = None,
    shown: str = "",
    by: Actor,
    **values: Any,
) -> Override:
    """Change who, from when, to when, or in which rotations. What it replaced is on call again.

    Raises ValidationError naming the field, PermissionDenied; `shown`: accounts/meanwhile.py.
    """
    schedule = hold_part(override)
    require(can_remove_override(by, override), NOT_YOURS)
    if "user" in values:
        require(can_override(by, schedule, values["user"]), NOT_YOURS)
    check_unchanged(shown, schedule.pk, "override.changed", override_id=override.pk)
    check_moments(values, "starts_at", "ends_at")
    changes = audit.changes_to(override, values)
    if "starts_at" in changes or "ends_at" in changes:
        _check_length(override.starts_at, override.ends_at)
    if "user" in changes:
        changes["user"] = tuple(one.full_name for one in changes["user"])
    before = list(override.rotations.order_by("position"))
    named = _checked(override, before if rotations is None else rotations)
    if changes:
        save_valid(override)
    if set(before) != set(named):
        changes["rotations"] = (_names(before), _names(named))
        override.rotations.set(named)
    if changes:
        _record(by, "override.changed", override, changes=changes)
    return override


@transaction.atomic
def remove_override(override: Override, *, by: Actor) -> None:
    """Remove an override: whoever it replaced is on call again."""
    hold_part(override)
    require(can_remove_override(by, override) and can_delete(by), NOT_YOURS)
    _record(by, "override.removed", override)
    override.delete()


def in_the_way(
    schedule: Schedule,
    *,
    starts_at: datetime,
    ends_at: datetime,
    rotations: Iterable[Rotation],
    but: Override | None = None,
) -> list[Override]:
    """The overrides that one of this span and these rotations would overlap, oldest first."""
    found = schedule.overrides.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    found = found.select_related("user").prefetch_related("rotations").order_by("created_at", "pk")
    named = {one.pk for one in rotations}
    return [
        one
        for one in (found.exclude(pk=but.pk) if but else found)
        if not named or not one.rotations.all() or named & {row.pk for row in one.rotations.all()}
    ]


def _check_length(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at - starts_at > LONGEST:
        raise ValidationError(
            {"ends_at": "An override lasts a year at most. Choose an earlier end."}
        )


def _checked(override: Override, rotations: Iterable[Rotation]) -> list[Rotation]:
    named = list(rotations)
    if any(one.schedule_id != override.schedule_id for one in named):
        raise ValidationError({"rotations": "Choose rotations of this schedule."})
    if override.user.is_blocked:
        name = override.user.full_name
        raise ValidationError({"user": f"{name} is blocked. Choose somebody else."})
    return named


def _names(rotations: Iterable[Rotation]) -> str:
    return ", ".join(one.name for one in rotations) or "all"


def _record(by: Actor, verb: str, override: Override, **more: Any) -> None:
    schedule, person = override.schedule, override.user
    start, end = (at.astimezone(UTC) for at in (override.starts_at, override.ends_at))
    audit.record(
        by,
        verb,
        schedule,
        team_id=schedule.team_id,
        override_id=override.pk,
        person=person.full_name,
        person_id=person.pk,
        username=person.username,
        span=f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC",
        **more,
    )
