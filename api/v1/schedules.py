"""Schedules: made, changed, deleted, found. Contract: opsgenie-v1.md §6."""

from typing import Any

from django.db import transaction
from pydantic import Field

from accounts.models import Account
from api.v1.answers import Answer, Done, Made
from api.v1.asking import Asked, Nothing, OneOf, Text, Words
from api.v1.calls import call
from api.v1.errors import not_found
from api.v1.rotations import SOME_ROTATIONS, Rotations, write_rotations
from api.v1.schedules_finding import schedule_of, schedules_meant, team_to_own
from api.v1.schedules_rows import FoundSchedule, schedules_written
from api.v1.schedules_times import Zone
from api.wire import ApiRequest
from common.folding import Folded
from oncall.actions import schedules
from oncall.models import Schedule

SCHEDULES = "Schedules"
A_NAME = "operations_rota"


class NewSchedule(Asked):
    """A schedule to make."""

    name: Words = Field(examples=[A_NAME])
    description: Text | None = None
    team: Text | None = Field(None, examples=["operations"])
    timezone: Zone | None = Field(None, examples=["Europe/Istanbul"])
    enabled: bool | None = Field(None, examples=[True])
    rotations: Rotations | None = Field(None, examples=[SOME_ROTATIONS])


class ChangedSchedule(Asked):
    """A schedule to change; what is left out stays."""

    id: Words = Field(examples=["ac463592-dbd2-4ca3-a651-48f45f5c8710"])
    name: Words | None = Field(None, examples=["operations_rota_updated"])
    description: Text | None = None
    team: Text | None = None
    timezone: Zone | None = None
    enabled: bool | None = Field(None, examples=[False])
    rotations: Rotations | None = None


class OneSchedule(OneOf):
    """A schedule, by id or name."""

    name: Words | None = Field(None, examples=[A_NAME])


class FoundSchedules(Answer):
    """All schedules."""

    schedules: list[FoundSchedule]


@call("POST", "schedule", section=SCHEDULES)
@transaction.atomic
def create_schedule(request: ApiRequest, asked: NewSchedule) -> Made:
    """Create a schedule.

    Without `timezone` it has the account's; without `team` it belongs to the whole account, or to
    the team of a team's key.
    `rotationType` is daily, weekly or hourly, and `rotationLength` says how many days, weeks or
    hours a turn lasts. `startDate` and `endDate` are by the clocks of the schedule's time zone.
    `participants` are user names, names of teams, or `none` for nobody. `restrictions` limit the
    turns to some hours; an entry without days is for all days, and has to be the only one. Beside
    `startHour` and `startMinute`, `startTime` (18:30) is understood.
    """
    by = request.actor
    schedule = schedules.create_schedule(
        name=asked.name,
        team=team_to_own(asked.team or "", by=by),
        time_zone=asked.timezone or Account.current().time_zone,
        description=asked.description or "",
        is_enabled=asked.enabled is not False,
        by=by,
    )
    if asked.rotations:
        write_rotations(schedule, asked.rotations, by=by)
    return Made(id=schedule.pk)


@call("POST", "schedule", section=SCHEDULES, when=("id",))
@transaction.atomic
def update_schedule(request: ApiRequest, asked: ChangedSchedule) -> Made:
    """Update a schedule.

    `rotations` are all it has then, in their order; taking some out needs a key with delete
    access. One that has the `id` or the name of a present one is that one, and its overrides stay.
    An empty `team` gives the schedule to the whole account.
    """
    by = request.actor
    schedule = schedule_of(OneOf(id=asked.id, name=None), by=by)
    said: dict[str, Any] = {
        "name": asked.name,
        "description": asked.description,
        "time_zone": asked.timezone,
        "is_enabled": asked.enabled,
    }
    values = {name: value for name, value in said.items() if value is not None}
    if asked.team is not None:
        values["team"] = team_to_own(asked.team, by=by)
    if values:
        schedules.change_schedule(schedule, by=by, **values)
    if asked.rotations is not None:
        write_rotations(schedule, asked.rotations, by=by)
    return Made(id=schedule.pk)


@call("DELETE", "schedule", section=SCHEDULES)
def delete_schedule(request: ApiRequest, asked: OneSchedule) -> Done:
    """Delete a schedule. One that an escalation or a routing rule names can't be deleted."""
    schedules.delete_schedule(schedule_of(asked, by=request.actor), by=request.actor)
    return Done()


@call("GET", "schedule", section=SCHEDULES, when=("id", "name"))
def get_schedule(request: ApiRequest, asked: OneSchedule) -> FoundSchedule:
    """Get a schedule. Its rotations are called `rules`."""
    found = schedules_written(schedules_meant(asked, by=request.actor))
    if not found:
        raise not_found("Schedule", asked.id or asked.name)
    return found[0]


@call("GET", "schedule", section=SCHEDULES)
def list_schedules(request: ApiRequest, asked: Nothing) -> FoundSchedules:
    """List all schedules that the key reaches, by name."""
    seen = Schedule.objects.visible_to(request.actor).order_by(Folded("name"), "pk")
    return FoundSchedules(schedules=schedules_written(seen))
