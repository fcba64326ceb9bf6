"""Adding, changing, ordering and removing the rotations of a schedule."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.meanwhile import check_unchanged
from accounts.models import User
from accounts.permissions import can_delete, require
from common.saving import insert_valid, save_valid
from oncall import restrictions
from oncall.actions.holding import GONE, hold, hold_part
from oncall.models import Participant, Rotation, Schedule
from oncall.moments import check_moments
from oncall.permissions import can_manage_oncall
from teams.models import Team

audit.WORDS |= {
    "rotation.added": "added the rotation {rotation} to the schedule {target}",
    "rotation.changed": "changed the rotation {rotation} of the schedule {target}",
    "rotation.removed": "removed the rotation {rotation} from the schedule {target}",
    "rotations.reordered": "changed the order of the rotations of the schedule {target}",
}

MOST_ROTATIONS, MOST_PARTICIPANTS = 50, 100

type Turn = User | Team | None  # None: nobody


@transaction.atomic
def add_rotation(
    schedule: Schedule, *, participants: Sequence[Turn], by: Actor, **values: Any
) -> Rotation:
    """Add a rotation below the others; `values` are the columns of Rotation.

    Raises ValidationError naming the field.
    """
    hold(schedule)
    require(can_manage_oncall(by, schedule.team))
    places = list(schedule.rotations.values_list("position", flat=True))
    if len(places) >= MOST_ROTATIONS:
        raise ValidationError(f"A schedule has {MOST_ROTATIONS} rotations at most.")
    position = max(places, default=-1) + 1
    rotation = Rotation(schedule=schedule, position=position, **_checked(values))
    save_valid(rotation)
    _write(rotation, participants)
    _record(by, "rotation.added", rotation)
    return rotation


@transaction.atomic
def change_rotation(
    rotation: Rotation,
    *,
    participants: Sequence[Turn] | None = None,
    shown: str = "",
    by: Actor,
    **values: Any,
) -> Rotation:
    """Change a rotation's columns; `participants` replace all; `shown`: accounts/meanwhile.py."""
    schedule = hold_part(rotation)
    require(can_manage_oncall(by, schedule.team))
    check_unchanged(shown, schedule.pk, "rotation.changed", rotation_id=rotation.pk)
    changes = audit.changes_to(rotation, _checked(values))
    if changes:
        save_valid(rotation)
    if participants is not None:
        before = participants_of(rotation)
        if [_key(one) for one in before] != [_key(one) for one in participants]:
            rotation.participants.all().delete()
            _write(rotation, participants)
            changes["participants"] = (names_of(before), names_of(participants))
    if changes:
        if "time_restriction" in changes:
            old, new = changes["time_restriction"]
            changes["time_restriction"] = (_when(old), _when(new))
        _record(by, "rotation.changed", rotation, changes=changes)
    return rotation


@transaction.atomic
def remove_rotation(rotation: Rotation, *, by: Actor) -> None:
    """Remove a rotation. Overrides that named only this one go with it."""
    schedule = hold_part(rotation)
    require(can_manage_oncall(by, schedule.team) and can_delete(by))
    _record(by, "rotation.removed", rotation)
    # Left without a rotation, such an override would stand for the whole schedule.
    for override in rotation.overrides.all():
        if not override.rotations.exclude(pk=rotation.pk).exists():
            override.delete()
    rotation.delete()


@transaction.atomic
def reorder_rotations(schedule: Schedule, rotation_ids: Sequence[UUID], *, by: Actor) -> None:
    """Put a schedule's rotations into this order. Raises ValidationError unless they are all."""
    hold(schedule)
    require(can_manage_oncall(by, schedule.team))
    rows = list(schedule.rotations.order_by("position", "pk"))
    before = [row.pk for row in rows]
    if sorted(before) != sorted(rotation_ids):
        raise ValidationError("Somebody changed the rotations meanwhile. Reload the page.")
    if before != list(rotation_ids):
        place = {pk: number for number, pk in enumerate(rotation_ids)}
        names = [row.name for row in rows]
        for row in rows:
            row.position = place[row.pk]
        Rotation.objects.bulk_update(rows, ["position"])
        rows.sort(key=lambda row: row.position)
        changes = {"order": (", ".join(names), ", ".join(row.name for row in rows))}
        team_id = schedule.team_id
        audit.record(by, "rotations.reordered", schedule, team_id=team_id, changes=changes)


def move_rotation(rotation: Rotation, places: int, *, by: Actor) -> None:
    """Move a rotation down by so many places, or up by a negative number."""
    order = list(
        rotation.schedule.rotations.order_by("position", "pk").values_list("pk", flat=True)
    )
    if rotation.pk not in order:
        raise ValidationError(GONE)
    place = order.index(rotation.pk)
    order.insert(max(place + places, 0), order.pop(place))
    reorder_rotations(rotation.schedule, order, by=by)


def participants_of(rotation: Rotation) -> list[Turn]:
    """Whose turns they are, in order. One query."""
    rows = rotation.participants.select_related("user", "team").order_by("position")
    rows = rows.defer("user__search_words", "user__password", "team__search_words")
    return [row.user or row.team for row in rows]


def names_of(participants: Sequence[Turn]) -> str:
    """Write participants down: "Ben Member, Payments, Nobody"."""
    return ", ".join(_name(one) for one in participants)


def _write(rotation: Rotation, participants: Sequence[Turn]) -> None:
    if len(participants) > MOST_PARTICIPANTS:
        problem = f"A rotation has {MOST_PARTICIPANTS} participants at most."
        raise ValidationError({"participants": problem})
    rows = [Participant(rotation=rotation, position=at) for at in range(len(participants))]
    for row, one in zip(rows, participants, strict=True):
        row.kind = _kind(one)
        row.user = one if isinstance(one, User) else None
        row.team = one if isinstance(one, Team) else None
    insert_valid(rows)


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """The columns, with a name, and with times and windows that can be read."""
    check_moments(values, "starts_at", "ends_at")
    if "name" in values:
        values["name"] = values["name"].strip() or "Rotation"
    if "time_restriction" in values:
        try:
            found = restrictions.read(values["time_restriction"])
        except ValidationError as problem:
            raise ValidationError({"time_restriction": problem.messages}) from None
        values["time_restriction"] = restrictions.as_json(found) if found else None
    return values


def _when(value: Any) -> str:
    return restrictions.in_words(restrictions.read(value))


def _key(one: Turn) -> tuple[str, Any]:
    return _kind(one), one and one.pk


def _kind(one: Turn) -> str:
    return "user" if isinstance(one, User) else "team" if isinstance(one, Team) else "none"


def _name(one: Turn) -> str:
    return one.full_name if isinstance(one, User) else one.name if one else "Nobody"


def _record(by: Actor, verb: str, rotation: Rotation, **more: Any) -> None:
    schedule = rotation.schedule
    more |= {"rotation": rotation.name, "rotation_id": rotation.pk}
    audit.record(by, verb, schedule, team_id=schedule.team_id, **more)
