"""Trying an alert on a team's rules: by the very function that routes live ones."""

from dataclasses import dataclass
from datetime import datetime

from oncall.crowds import shown_of
from oncall.now_words import SHOWN
from oncall.targets import named_first, named_on_call
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
        names=names_at(routed.target, at),
        rows=trace_rows(routed.verdicts, default_name),
        at=at,
        is_now=is_now,
    )


def names_at(target: Target, at: datetime) -> str:
    """Who a target stands for at a moment, in words: on call, or told first by an escalation."""
    if target.id is None:
        return ""
    named = (named_on_call if target.kind == "schedule" else named_first)([target.id], at)
    return shown_of(named, SHOWN)[target.id].words
