"""Who is on call when: the timeline of a schedule. Contract: opsgenie-v1.md §6."""

from calendar import monthrange
from collections import deque
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Annotated, Literal, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from msgspec import UNSET, UnsetType
from pydantic import Field

from accounts.models import User
from api.v1.answers import Answer, milliseconds
from api.v1.asking import AnyCase, Asked, OneOf, Whole, Words
from api.v1.calls import call
from api.v1.errors import invalid
from api.v1.on_call import ON_CALL
from api.v1.schedules_finding import schedule_of
from api.v1.schedules_times import Time, Zone, moment
from api.wire import ApiRequest
from oncall.models import Schedule
from oncall.plans import plan_of, within
from oncall.rotation import Plan, Span, Who, spans_from
from oncall.wall_clock import wall_clock

MOST_PERIODS = 10_000
MOST_INTERVALS = 100


class TimelineAsked(OneOf, Asked):
    """Which part of the timeline of a schedule."""

    name: Words | None = Field(None, examples=["operations_rota"])
    date: Time | None = Field(None, examples=["2013-01-27 00:00"])
    timezone: Zone = "UTC"
    interval: Annotated[Whole, Field(ge=1, le=MOST_INTERVALS)] = 1
    interval_unit: Annotated[Literal["days", "weeks", "months"], AnyCase] = Field(
        "weeks", examples=["months"]
    )

    def span(self) -> tuple[datetime, datetime]:
        """From when to when."""
        zone = self.timezone
        start = moment(self.date, zone) if self.date else timezone.now()
        until = _later(wall_clock(start, ZoneInfo(zone)), self.interval, self.interval_unit)
        return start, moment(until, zone)


class Recipient(Answer):
    """Somebody who is on call: a person, whose name is the user name, or a team."""

    id: UUID
    name: str
    display_name: str
    type: str


class Period(Answer):
    """These are on call from one time to another. An override has its own `type`."""

    start_time: int
    end_time: int
    type: str
    recipients: list[Recipient]


class TimelineRotation(Answer):
    """A rotation with its periods; where nobody is on call, there are none."""

    id: UUID
    name: str
    order: int
    periods: list[Period]


class FinalSchedule(Answer):
    """All rotations, with overrides worked in."""

    rotations: list[TimelineRotation]


class Timeline(Answer):
    """A part of the timeline."""

    start_time: int
    end_time: int
    final_schedule: FinalSchedule


class TimelineSchedule(Answer, kw_only=True):
    """Whose timeline it is."""

    id: UUID
    name: str
    team: str | UnsetType = UNSET
    timezone: str
    enabled: bool


class ScheduleTimeline(Answer):
    """A schedule, and a part of its timeline."""

    schedule: TimelineSchedule
    timeline: Timeline


@call("GET", "schedule/timeline", section=ON_CALL)
def get_schedule_timeline(request: ApiRequest, asked: TimelineAsked) -> ScheduleTimeline:
    """Get the timeline of a schedule: who is on call when, rotation by rotation.

    It begins at `date`, or now, by the clocks of `timezone`, or else of UTC, and goes on for
    `interval` (1 to 100) days, weeks or months. Times are milliseconds since 1970. The `type` of a
    period is `default` or `override`. An override of the whole schedule is in all rotations.
    """
    schedule = schedule_of(asked, by=request.actor)
    start, end = asked.span()
    plan = plan_of(schedule, start)
    lines = _lines(plan, start, end)
    names = _usernames(who for line in lines for span in line for who in span.participants)
    pairs = zip(plan.rotations, lines, strict=True)
    rotations = [
        TimelineRotation(turns.id, turns.name, place, _periods(line, within(plan, turns), names))
        for place, (turns, line) in enumerate(pairs)
    ]
    timeline = Timeline(milliseconds(start), milliseconds(end), FinalSchedule(rotations))
    return ScheduleTimeline(_schedule(schedule), timeline)


def _schedule(schedule: Schedule) -> TimelineSchedule:
    return TimelineSchedule(
        id=schedule.pk,
        name=schedule.name,
        team=schedule.team.name if schedule.team else UNSET,
        timezone=schedule.time_zone,
        enabled=schedule.is_enabled,
    )


def _lines(plan: Plan, start: datetime, end: datetime) -> list[list[Span]]:
    """The spans of each rotation. Raises Refused for too many."""
    left, lines = MOST_PERIODS, []
    for turns in plan.rotations:
        lines.append(list(islice(spans_from(within(plan, turns), start, end), left + 1)))
        left -= len(lines[-1])
        if left < 0:
            words = f"It has more than {MOST_PERIODS:,} periods. Ask for a shorter time."
            raise invalid("interval", words)
    return lines


def _usernames(people: Iterable[Who]) -> dict[UUID, str]:
    ids = {who.id for who in people if who.kind == "user"}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "username"))


def _periods(line: Iterable[Span], plan: Plan, usernames: dict[UUID, str]) -> list[Period]:
    """Write spans, which are in order; those in which all are blocked are left out."""
    periods = []
    overrides = deque(sorted((one.starts_at, one.ends_at) for one in plan.overrides))
    until = datetime.min.replace(tzinfo=UTC)  # when the last of those that have begun ends
    for span in line:
        while overrides and overrides[0][0] <= span.start:
            until = max(until, overrides.popleft()[1])
        kind = "override" if span.start < until else "default"
        people = [_recipient(who, usernames) for who in span.participants if not who.is_blocked]
        if people:
            start, end = milliseconds(span.start), milliseconds(span.end)
            periods.append(Period(start, end, kind, people))
    return periods


def _recipient(who: Who, usernames: dict[UUID, str]) -> Recipient:
    pk = cast(UUID, who.id)  # it is somebody
    return Recipient(pk, usernames.get(pk, who.name), who.name, who.kind)


def _later(shown: datetime, number: int, unit: str) -> datetime:
    """A clock's time so many days, weeks or months later; a day that there is not is the last."""
    if unit != "months":
        return shown + timedelta(**{unit: number})
    years, month = divmod(shown.month - 1 + number, 12)
    year = shown.year + years
    day = min(shown.day, monthrange(year, month + 1)[1])
    return shown.replace(year=year, month=month + 1, day=day)
