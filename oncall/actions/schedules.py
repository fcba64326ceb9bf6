"""Making, changing and deleting schedules."""

from typing import Any

from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.meanwhile import check_unchanged
from accounts.permissions import can_delete, require
from common.saving import save_valid
from oncall.actions.holding import hold
from oncall.models import Schedule
from oncall.permissions import can_manage_oncall
from oncall.uses import refuse_if_used
from teams.models import Team

audit.WORDS |= {
    "schedule.created": "created the schedule {target}",
    "schedule.updated": "changed the schedule {target}",
    "schedule.deleted": "deleted the schedule {target}",
}


@transaction.atomic
def create_schedule(
    *,
    name: str,
    team: Team | None,
    time_zone: str,
    description: str = "",
    is_enabled: bool = True,
    by: Actor,
) -> Schedule:
    """Make a schedule without rotations. Raises ValidationError naming the field."""
    require(can_manage_oncall(by, team))
    schedule = Schedule(
        name=name.strip(),
        team=team,
        time_zone=time_zone,
        description=description.strip(),
        is_enabled=is_enabled,
    )
    save_valid(schedule)
    audit.record(by, "schedule.created", schedule, team_id=schedule.team_id)
    return schedule


@transaction.atomic
def change_schedule(schedule: Schedule, *, shown: str = "", by: Actor, **values: Any) -> Schedule:
    """Change a schedule's name, description, team, time zone, or whether it is enabled.

    Who gives it to another team manages both. `shown` as in accounts/meanwhile.py.
    """
    hold(schedule)
    require(can_manage_oncall(by, schedule.team))
    check_unchanged(shown, schedule.pk, "schedule.updated")
    if "team" in values:
        require(can_manage_oncall(by, values["team"]))
    stripped = {
        field: value.strip() if isinstance(value, str) else value for field, value in values.items()
    }
    changes = audit.changes_to(schedule, stripped)
    if changes:
        save_valid(schedule)
        team_id = schedule.team_id
        audit.record(by, "schedule.updated", schedule, team_id=team_id, changes=changes)
    return schedule


@transaction.atomic
def delete_schedule(schedule: Schedule, *, by: Actor) -> None:
    """Delete a schedule with its rotations, overrides and calendar addresses.

    Raises ValidationError, with the list, while a rule or an escalation names it.
    """
    hold(schedule)
    require(can_manage_oncall(by, schedule.team) and can_delete(by))
    refuse_if_used(schedule)
    audit.record(by, "schedule.deleted", schedule, team_id=schedule.team_id)
    schedule.delete()
