"""Trying an alert on a team's rules: by the very function that routes live ones."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from common.times import clock
from oncall.crowds import crowd_named, crowd_on_call, crowd_told_first
from oncall.models import Schedule
from oncall.plans import plan_of
from oncall.rotation import next_change
from routing.engine import Routed, Target, route, versions_of
from routing.facts import Facts
from routing.traces import TraceRow, trace_rows
from teams.models import Team

SHOWN = 5  # names


@dataclass(frozen=True, slots=True)
class Trial:
    """What would happen: whom the winner notifies, who that is then, and what each rule said."""

    routed: Routed
    names: str
    rows: list[TraceRow]
    at: datetime
    is_now: bool


def on_call_words(schedule: Schedule, now: datetime) -> str:
    """Say who is on call, and until when in the reader's time zone."""
    names = names_of(crowd_on_call(schedule.pk, now)) or "nobody"
    change = next_change(plan_of(schedule, now), now)
    local = timezone.localtime(change) if change else None
    until = f", until {local:%a} {local.day} {local:%b}, {clock(local)}" if local else ""
    return f"On call now: {names}{until}"


def names_of(people: QuerySet[User]) -> str:
    """Name people: "Ben Member, Tom Teamadmin and 3 more"; "" for none."""
    shown = list(people[: SHOWN + 1])
    names = ", ".join(person.full_name for person in shown[:SHOWN])
    return f"{names} and {people.count() - SHOWN} more" if len(shown) > SHOWN else names


def try_alert(team: Team, facts: Facts, at: datetime, *, is_now: bool) -> Trial:
    """Route an alert that comes at a moment (aware), and notify nobody."""
    routed = route(versions_of([team.pk]), facts, at, to_the_end=True)[0]
    default_name = routed.rule_name if routed.number == 0 else "Everything else"
    return Trial(
        routed=routed,
        names=names_of(people_of(routed.target, at)),
        rows=trace_rows(routed.verdicts, default_name),
        at=at,
        is_now=is_now,
    )


def people_of(target: Target, at: datetime) -> QuerySet[User]:
    """Who a target stands for at a moment: on call, or told first by an escalation."""
    if target.id is None:
        return crowd_named(())
    if target.kind == "schedule":
        return crowd_on_call(target.id, at)
    return crowd_told_first(target.id, at)
