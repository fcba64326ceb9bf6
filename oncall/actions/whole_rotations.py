"""All rotations of a schedule, set at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.permissions import can_delete, require
from common.saving import insert_valid, update_valid
from oncall.actions.holding import hold
from oncall.actions.rotation_rows import (
    Turn,
    checked,
    entry_of,
    in_words,
    key_of,
    names_of,
    participant_rows,
)
from oncall.actions.rotations import MOST_ROTATIONS
from oncall.models import Override, Participant, Rotation, Schedule
from oncall.permissions import can_manage_oncall

MAY_NOT_REMOVE = "API Key is not granted with delete access: it can't take rotations out"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rotation as somebody wants it: its columns, whose turns, and which one of now it is."""

    values: dict[str, Any]
    participants: Sequence[Turn]
    id: UUID | None = None


@transaction.atomic
def set_rotations(schedule: Schedule, wanted: Sequence[Wanted], *, by: Actor) -> None:
    """Make these the rotations of a schedule, in this order.

    One that has the id or else the name of a present one is that one, changed; the other present
    ones are removed, with the overrides that named only such. A constant number of statements.
    Raises Unfit, ValidationError, PermissionDenied.
    """
    hold(schedule)
    require(can_manage_oncall(by, schedule.team))
    if len(wanted) > MOST_ROTATIONS:
        raise ValidationError({"rotations": f"A schedule has {MOST_ROTATIONS} rotations at most."})
    for one in wanted:
        checked(one.values)
    there = list(schedule.rotations.order_by("position", "pk"))
    kept = _matched(there, wanted)
    gone = [row for row in there if row not in kept]
    require(not gone or can_delete(by), MAY_NOT_REMOVE)
    _remove(schedule, gone, by=by)
    before = [row for row in there if row in kept]
    _change(list(zip(kept, wanted, strict=True)), by=by)
    _add(schedule, list(zip(kept, wanted, strict=True)), by=by)
    after = [row for row in kept if row]
    if before != after:
        changes = {"order": (_names(before), _names(after))}
        verb, team_id = "rotations.reordered", schedule.team_id
        audit.record(by, verb, schedule, team_id=team_id, changes=changes)


type Pairs = Sequence[tuple[Rotation | None, Wanted]]


def _matched(there: Sequence[Rotation], wanted: Sequence[Wanted]) -> list[Rotation | None]:
    """Which present rotation each wanted one is: the one of its id, else the first of its name."""
    by_id = {row.pk: row for row in there}
    found = [by_id.pop(one.id, None) if one.id else None for one in wanted]
    by_name: defaultdict[str, list[Rotation]] = defaultdict(list)
    for row in by_id.values():
        by_name[row.name].append(row)
    for place, one in enumerate(wanted):
        if found[place] is None and by_name[one.values["name"]]:
            found[place] = by_name[one.values["name"]].pop(0)
    return found


def _remove(schedule: Schedule, gone: Collection[Rotation], *, by: Actor) -> None:
    if not gone:
        return
    audit.record_all([entry_of(by, "rotation.removed", row) for row in gone])
    # Left without a rotation, an override would stand for the whole schedule.
    naming = Override.objects.filter(schedule=schedule, rotations__in=gone)
    others = Override.rotations.through.objects.filter(override__schedule=schedule)
    others = others.exclude(rotation__in=gone)
    lost = naming.exclude(pk__in=others.values("override")).values_list("pk", flat=True)
    Override.objects.filter(pk__in=list(lost)).delete()
    Rotation.objects.filter(pk__in=[row.pk for row in gone]).delete()


def _change(pairs: Pairs, *, by: Actor) -> None:
    kept = [(place, row, one) for place, (row, one) in enumerate(pairs) if row]
    turns = _turns_of([row for _, row, _ in kept])
    fields, entries, replaced = [], [], []
    for place, row, one in kept:
        changes = audit.changes_to(row, one.values)
        fields.append([*changes, *audit.changes_to(row, {"position": place})])
        if list(map(key_of, turns[row.pk])) != list(map(key_of, one.participants)):
            changes["participants"] = names_of(turns[row.pk]), names_of(one.participants)
            replaced.append((row, one))
        if changes:
            entries.append(entry_of(by, "rotation.changed", row, changes=in_words(changes)))
    update_valid([row for _, row, _ in kept], fields)
    if replaced:
        Participant.objects.filter(rotation__in=[row for row, _ in replaced]).delete()
        _write_turns(replaced)
    audit.record_all(entries)


def _add(schedule: Schedule, pairs: Pairs, *, by: Actor) -> None:
    new = [
        (Rotation(schedule=schedule, position=place, **one.values), one)
        for place, (row, one) in enumerate(pairs)
        if row is None
    ]
    insert_valid([row for row, _ in new])
    _write_turns(new)
    audit.record_all([entry_of(by, "rotation.added", row) for row, _ in new])


def _write_turns(pairs: Sequence[tuple[Rotation, Wanted]]) -> None:
    insert_valid([turn for row, one in pairs for turn in participant_rows(row, one.participants)])


def _turns_of(rotations: Collection[Rotation]) -> dict[UUID, list[Turn]]:
    """Whose turns they are, in order, by the rotation's id. One query."""
    found: defaultdict[UUID, list[Turn]] = defaultdict(list)
    rows = Participant.objects.filter(rotation__in=rotations).select_related("user", "team")
    rows = rows.defer("user__search_words", "user__password", "team__search_words")
    for row in rows.order_by("position"):
        found[row.rotation_id].append(row.user or row.team)
    return found


def _names(rotations: Collection[Rotation]) -> str:
    return ", ".join(row.name for row in rotations)
