"""Overrides of schedules. Contract: opsgenie-v1.md §6."""

from typing import Any
from uuid import UUID

from django.db import transaction
from pydantic import Field

from accounts.actors import Actor
from accounts.models import User
from api.v1.answers import Answer, Done
from api.v1.asking import Asked, Texts, Words
from api.v1.calls import call
from api.v1.errors import Code, Refused, missing, not_found
from api.v1.finding import ids, small_letters
from api.v1.rotations import NOBODY
from api.v1.schedules_finding import schedule_called, things_named
from api.v1.schedules_times import Time, Zone, moment, shown
from api.wire import ApiRequest
from oncall.actions import overrides
from oncall.models import EscalationRule, Override, Rotation, Schedule

OVERRIDES = "Schedule overrides"
MOST_LISTED = 1_000
AN_ALIAS, A_SCHEDULE = "override1", "operations_rota"


class OfSchedule(Asked):
    """A schedule, by id or name, and the time zone in which its overrides are read."""

    schedule: Words = Field(examples=[A_SCHEDULE])
    timezone: Zone | None = None


class OneOverride(OfSchedule):
    """An override, by the alias that it has in its schedule."""

    alias: Words = Field(examples=[AN_ALIAS])


class OverrideAsked(OfSchedule):
    """What may be said of an override."""

    alias: Words | None = Field(None, examples=[AN_ALIAS])
    user: Words | None = Field(None, examples=["john.smith@acme.example"])
    start_date: Time | None = Field(None, examples=["2013-01-27 22:00"])
    end_date: Time | None = Field(None, examples=["2013-01-28 08:00"])
    rotation_ids: Texts | None = None

    def values(self, schedule: Schedule, *, by: Actor) -> dict[str, Any]:
        """What was said, as the actions take it. Raises Refused."""
        zone = self.timezone or schedule.time_zone
        said: dict[str, Any] = {
            "user": _person(self.user, by=by) if self.user else None,
            "starts_at": moment(self.start_date, zone) if self.start_date else None,
            "ends_at": moment(self.end_date, zone) if self.end_date else None,
            "rotations": None if self.rotation_ids is None else self._rotations(schedule),
        }
        return {name: value for name, value in said.items() if value is not None}

    def _rotations(self, schedule: Schedule) -> list[Rotation]:
        asked = {name: next(iter(ids(name)), None) for name in self.rotation_ids or ()}
        found = schedule.rotations.in_bulk([pk for pk in asked.values() if pk])
        for name, pk in asked.items():
            if pk not in found:
                raise not_found("Rotation", name)
        return list(found.values())


class Aliased(Done, kw_only=True):
    """It is done, and the override has this alias."""

    alias: str


class FoundOverride(Answer):
    """An override. It is for the whole schedule if there are no `rotationIds`."""

    alias: str
    user: str
    rotation_ids: list[UUID]
    start_date: str
    end_date: str
    timezone: str


class FoundOverrides(Answer):
    """The overrides of a schedule."""

    overrides: list[FoundOverride]


@call("POST", "schedule/override", section=OVERRIDES)
@transaction.atomic
def add_schedule_override(request: ApiRequest, asked: OverrideAsked) -> Aliased:
    """Add or update an override of a schedule.

    If the schedule has one of this alias, that is changed, and what is left out stays. Else one is
    added, and `user`, `startDate` and `endDate` are mandatory; without an alias it gets one. Times
    are by the clocks of `timezone`, or else of the schedule's time zone. `rotationIds` limit it to
    these rotations; an empty list is the whole schedule.
    """
    by = request.actor
    schedule = schedule_called(asked.schedule, by=by)
    override = _overrides(schedule).filter(alias=asked.alias).first() if asked.alias else None
    values = asked.values(schedule, by=by)
    if override:
        overrides.change_override(override, by=by, **values)
        return Aliased(alias=override.alias)
    gone = [
        name
        for name, value in (
            ("user", asked.user),
            ("startDate", asked.start_date),
            ("endDate", asked.end_date),
        )
        if value is None
    ]
    if gone:
        raise missing(", ".join(gone))
    override = overrides.add_override(schedule, alias=asked.alias or "", by=by, **values)
    return Aliased(alias=override.alias)


@call("DELETE", "schedule/override", section=OVERRIDES)
def delete_schedule_override(request: ApiRequest, asked: OneOverride) -> Done:
    """Delete an override: whoever it replaced is on call again."""
    schedule = schedule_called(asked.schedule, by=request.actor)
    override = _overrides(schedule).filter(alias=asked.alias).first()
    if override is None:
        raise not_found("Override", asked.alias)
    overrides.remove_override(override, by=request.actor)
    return Done()


@call("GET", "schedule/override", section=OVERRIDES, when=("alias",))
def get_schedule_override(request: ApiRequest, asked: OneOverride) -> FoundOverride:
    """Get an override. Its times are by the clocks of `timezone`, or else of the schedule's."""
    found = _written(asked, request.actor, alias=asked.alias)
    if not found:
        raise not_found("Override", asked.alias)
    return found[0]


@call("GET", "schedule/override", section=OVERRIDES)
def list_schedule_overrides(request: ApiRequest, asked: OfSchedule) -> FoundOverrides:
    """List the overrides of a schedule, also those that are over, by their beginning.

    Of more than 1,000, those that begin last.
    """
    return FoundOverrides(_written(asked, request.actor))


def _overrides(schedule: Schedule) -> Any:
    return schedule.overrides.select_related("user").defer("user__search_words", "user__password")


def _person(username: str, *, by: Actor) -> User:
    if username.lower() == NOBODY:
        words = "user: An override puts somebody on call. It can't be nobody."
        raise Refused(400, Code.NOT_POSSIBLE, words)
    small = small_letters([username]).values()
    found = things_named(EscalationRule.Kind.USER, small, None, by=by)
    person: User | None = next(iter(found.values()), None)
    if person is None:
        raise not_found("User", username)
    return person


def _written(asked: OfSchedule, by: Actor, **which: Any) -> list[FoundOverride]:
    schedule = schedule_called(asked.schedule, by=by)
    zone = asked.timezone or schedule.time_zone
    latest = schedule.overrides.filter(**which).order_by("-starts_at", "-created_at")
    columns = "pk", "alias", "user__username", "starts_at", "ends_at"
    found = list(latest.values_list(*columns)[:MOST_LISTED])[::-1]
    rotations: dict[UUID, list[UUID]] = {}
    through = Override.rotations.through.objects.filter(override__in=[pk for pk, *_ in found])
    for override, rotation in through.values_list("override", "rotation").order_by(
        "rotation__position", "rotation"
    ):
        rotations.setdefault(override, []).append(rotation)
    return [
        FoundOverride(
            alias, user, rotations.get(pk, []), shown(starts_at, zone), shown(ends_at, zone), zone
        )
        for pk, alias, user, starts_at, ends_at in found
    ]
