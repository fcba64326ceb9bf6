"""Why an alert went where it went, in the words of its page."""

from dataclasses import dataclass
from uuid import UUID

from alerts.models import Alert, Route
from routing.traces import TraceRow, trace_rows
from routing.verdicts import WON, read_verdicts

NO_RESPONDER = "It names no team, person, schedule or escalation, so no rule was asked."
ONLY_DIRECT = "It names whom to tell itself, so no rule was asked."


@dataclass(frozen=True, slots=True)
class Why:
    """What one team's rules said: the winner, where it led, each rule's line."""

    team_id: UUID
    team_name: str
    winner: str  # "Rule 2", "The default rule"
    target: str
    version: int
    route: Route
    rows: list[TraceRow]
    unchecked: str  # "3–6": the rules after the winner


def why(alert: Alert, rules: dict[UUID, int]) -> list[Why]:
    """Tell it for every team; `rules` says how many rules each has now. One query."""
    return [_why(route, rules.get(route.team_id, 0)) for route in alert.routes.all()]


def why_no_route(alert: Alert) -> str:
    """Say why no rule was asked, of an alert without routes."""
    return ONLY_DIRECT if alert.responders else NO_RESPONDER


def _why(route: Route, now: int) -> Why:
    verdicts = read_verdicts(route.verdicts)
    rows = trace_rows(verdicts, route.rule_name or "Default rule")
    won = next((one for one in verdicts if one.result == WON), None)
    # The default rule's line says nothing once another has won.
    shown = rows[:-1] if won else rows
    last = won.index + 1 if won else 0
    return Why(
        team_id=route.team_id,
        team_name=route.team_name,
        winner=f"Rule {last}" if won else "The default rule",
        target=route.target_name or "nobody",
        version=route.rules_version,
        route=route,
        rows=shown,
        unchecked=_span(last + 1, now) if won else "",
    )


def _span(first: int, last: int) -> str:
    if first > last:
        return ""
    return str(first) if first == last else f"{first}–{last}"
