"""Trying an alert on a team's rules: by the very function that routes live ones."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from oncall.crowds import crowd_named, crowd_on_call, crowd_told_first
from oncall.now_words import names_of
from routing.engine import Routed, Target, route, versions_of
from routing.facts import Facts
from routing.traces import TraceRow, trace_rows
from teams.models import Team


@dataclass(frozen=True, slots=True)
class Trial:
    """What would happen: whom the winner notifies, who that is then, and what each rule said."""

    routed: Routed
    names: str
    rows: list[TraceRow]
    at: datetime
    is_now: bool


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
