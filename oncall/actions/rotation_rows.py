"""Rotations and whose turns they have: as rows, and as the log writes them."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from accounts import audit
from accounts.actors import Actor
from accounts.models import AuditEntry, User
from oncall import restrictions
from oncall.models import Participant, Rotation
from oncall.moments import check_moments
from teams.models import Team

MOST_PARTICIPANTS = 100

type Turn = User | Team | None  # None: nobody


def checked(values: dict[str, Any]) -> dict[str, Any]:
    """The columns of a rotation, with a name, and with times and windows that can be read.

    Raises ValidationError naming the field.
    """
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


def participant_rows(rotation: Rotation, participants: Sequence[Turn]) -> list[Participant]:
    """Rows that are not stored yet. Raises ValidationError for too many."""
    if len(participants) > MOST_PARTICIPANTS:
        problem = f"A rotation has {MOST_PARTICIPANTS} participants at most."
        raise ValidationError({"participants": problem})
    rows = [Participant(rotation=rotation, position=at) for at in range(len(participants))]
    for row, one in zip(rows, participants, strict=True):
        row.kind, _ = key_of(one)
        row.user = one if isinstance(one, User) else None
        row.team = one if isinstance(one, Team) else None
    return rows


def key_of(one: Turn) -> tuple[str, Any]:
    """What tells participants apart: their kind and id."""
    kind = "user" if isinstance(one, User) else "team" if isinstance(one, Team) else "none"
    return kind, one and one.pk


def names_of(participants: Sequence[Turn]) -> str:
    """Write participants down: "Ben Member, Payments, Nobody"."""
    return ", ".join(_name(one) for one in participants)


def in_words(changes: audit.Changes) -> audit.Changes:
    """Changes to a rotation's columns as the log keeps them: its hours in words."""
    if "time_restriction" in changes:
        old, new = map(restrictions.read, changes["time_restriction"])
        words = restrictions.in_words(old), restrictions.in_words(new)
        changes["time_restriction"] = words
    return changes


def entry_of(by: Actor, verb: str, rotation: Rotation, **more: Any) -> AuditEntry:
    """Make a log entry of a rotation that is not written yet; `more` as in audit.entry."""
    schedule = rotation.schedule
    more |= {"rotation": rotation.name, "rotation_id": rotation.pk}
    return audit.entry(by, verb, schedule, team_id=schedule.team_id, **more)


def _name(one: Turn) -> str:
    return one.full_name if isinstance(one, User) else one.name if one else "Nobody"
