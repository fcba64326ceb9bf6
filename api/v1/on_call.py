"""Who is on call. Contract: opsgenie-v1.md §6."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from msgspec import UNSET, UnsetType
from pydantic import Field

from accounts.models import User
from api.v1.answers import Answer
from api.v1.asking import Asked, OneOf, Words
from api.v1.calls import call
from api.v1.errors import not_found
from api.v1.schedules_finding import schedules_meant
from api.v1.schedules_times import Time, Zone, moment
from api.wire import ApiRequest
from common.folding import Folded
from oncall.models import Schedule
from oncall.plans import plans_of
from oncall.rotation import Who, on_call
from oncall.targets import who_is_on_call as people_on_call

ON_CALL = "Who is on call"


class When(Asked):
    """At which moment, and how it is answered."""

    time: Time | None = None
    timezone: Zone = "UTC"
    flat: bool = False

    @property
    def at(self) -> datetime:
        """The moment that is asked for: now, if none is."""
        return moment(self.time, self.timezone) if self.time else timezone.now()


class WhenInOne(OneOf, When):
    """At which moment, in which schedule."""

    name: Words | None = Field(None, examples=["operations_rota"])


class OnCallParticipant(Answer, kw_only=True):
    """Somebody who is on call. People have `forwarded`; in v1, `participant` is the name."""

    id: UUID
    name: str
    participant: str | UnsetType = UNSET
    type: str
    forwarded: bool | UnsetType = UNSET


class OnCall(Answer, kw_only=True):
    """Who is on call in a schedule; a flat answer has `recipients`, others `participants`."""

    id: UUID
    name: str
    type: str = "schedule"
    is_enabled: bool
    participants: list[OnCallParticipant] | UnsetType = UNSET
    recipients: list[str] | UnsetType = UNSET


class OnCalls(Answer):
    """Who is on call in all schedules."""

    oncalls: list[OnCall]


@call("GET", "schedule/whoIsOnCall", section=ON_CALL, when=("id", "name"), configures=False)
def who_is_on_call(request: ApiRequest, asked: WhenInOne) -> OnCall:
    """Say who is on call in a schedule.

    A person is named by the user name, and a team by its name. With `flat=true` there are
    `recipients` instead: the user names of all people, those in teams too. `time` (2013-01-27
    22:00) is a moment other than now, by the clocks of `timezone`, or else of UTC. In v1, each
    participant also has the name as `participant`.
    """
    found = _on_call(schedules_meant(asked, by=request.actor), asked, request.version)
    if not found:
        raise not_found("Schedule", asked.id or asked.name)
    return found[0]


@call("GET", "schedule/whoIsOnCall", section=ON_CALL, configures=False)
def list_who_is_on_call(request: ApiRequest, asked: When) -> OnCalls:
    """Say who is on call in all schedules that the key reaches, by the schedules' names."""
    seen = Schedule.objects.visible_to(request.actor).order_by(Folded("name"), "pk")
    return OnCalls(_on_call(seen, asked, request.version))


def _on_call(schedules: QuerySet[Schedule], asked: When, version: str) -> list[OnCall]:
    rows = list(schedules.values_list("pk", "name", "is_enabled"))
    pks, at = [pk for pk, _, _ in rows], asked.at
    who = _recipients(pks, at) if asked.flat else _participants(pks, at, version)
    return [
        OnCall(id=pk, name=name, is_enabled=is_enabled, **who[pk]) for pk, name, is_enabled in rows
    ]


def _recipients(pks: Sequence[UUID], at: datetime) -> dict[UUID, dict[str, Any]]:
    people = people_on_call(pks, at)
    return {pk: {"recipients": [one.username for one in people[pk]]} for pk in pks}


def _participants(pks: Sequence[UUID], at: datetime, version: str) -> dict[UUID, dict[str, Any]]:
    plans = plans_of(pks, at)
    found = {pk: [one for one in on_call(plans[pk], at) if not one.is_blocked] for pk in plans}
    people = {one.id for who in found.values() for one in who if one.kind == "user"}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "username"))
    return {
        pk: {"participants": [_participant(one, names, version) for one in found.get(pk, ())]}
        for pk in pks
    }


def _participant(who: Who, usernames: dict[UUID, str], version: str) -> OnCallParticipant:
    pk = cast(UUID, who.id)  # it is somebody
    name = usernames.get(pk, who.name)
    return OnCallParticipant(
        id=pk,
        name=name,
        participant=name if version == "v1" else UNSET,
        type=who.kind,
        forwarded=False if who.kind == "user" else UNSET,
    )
