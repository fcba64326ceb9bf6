"""Adding, changing, ordering and removing the rotations of a schedule."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.meanwhile import check_unchanged
from accounts.permissions import can_delete, require
from common.saving import insert_valid, save_valid
from oncall.actions.holding import GONE, hold, hold_part
from oncall.actions.rotation_rows import (
    Turn,
    checked,
    entry_of,
    in_words,
    key_of,
    names_of,
    participant_rows,
)
from oncall.models import Rotation, Schedule
from oncall.permissions import can_manage_oncall

audit.WORDS |= {
    "rotation.added": "added the rotation {rotation} to the schedule {target}",
    "rotation.changed": "changed the rotation {rotation} of the schedule {target}",
    "rotation.removed": "removed the rotation {rotation} from the schedule {target}",
    "rotations.reordered": "changed the order of the rotations of the schedule {target}",
}

MOST_ROTATIONS = 50


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
    rotation = Rotation(schedule=schedule, position=position, **checked(values))
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
    changes = audit.changes_to(rotation, checked(values))
    if changes:
        save_valid(rotation)
    if participants is not None:
        before = participants_of(rotation)
        if [key_of(one) for one in before] != [key_of(one) for one in participants]:
            rotation.participants.all().delete()
            _write(rotation, participants)
            changes["participants"] = (names_of(before), names_of(participants))
    if changes:
        _record(by, "rotation.changed", rotation, changes=in_words(changes))
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


def _write(rotation: Rotation, participants: Sequence[Turn]) -> None:
    insert_valid(participant_rows(rotation, participants))


def _record(by: Actor, verb: str, rotation: Rotation, **more: Any) -> None:
    audit.record_all([entry_of(by, verb, rotation, **more)])
