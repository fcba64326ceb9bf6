"""Which way an alert goes in each of its teams, and why: rows for `Route`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from alerts.limits import NewAlert
from alerts.models import Alert
from alerts.responders import Responder
from routing.engine import route
from routing.facts import Facts
from routing.verdicts import as_json


def facts_of(alert: Alert) -> Facts:
    """What the rules may know of an alert that is there."""
    names = [one.get("username") or one["name"] for one in alert.responders]
    teams = [one["name"] for one in alert.responders if one["type"] == "team"]
    return _facts(alert, alert.alias, names, teams)


def facts_of_new(new: NewAlert, alias: str, responders: Sequence[Responder]) -> Facts:
    """What the rules may know of an alert that comes in."""
    names = [one.called for one in responders]
    return _facts(new, alias, names, [one.name for one in responders if one.kind == "team"])


def of_teams(teams: Sequence[Responder], facts: Facts, at: datetime) -> list[dict[str, Any]]:
    """Return what becomes of an alert in each team: the columns of its `Route`.

    A team without rules of its own tells nobody. At most one query, seldom any.
    """
    versions = {one.id: one.rules_version for one in teams if one.rules_version is not None}
    decided = {one.team_id: one for one in route(versions, facts, at, explain=True)}
    return [_columns(team, decided.get(team.id)) for team in teams]


def _columns(team: Responder, routed: Any) -> dict[str, Any]:
    columns: dict[str, Any] = {"team_id": team.id, "team_name": team.name, "rules_version": 0}
    if routed is None:
        return columns | {"target_kind": "none"}
    return columns | {
        "rules_version": routed.version,
        "rule_id": routed.rule_id,
        "rule_name": routed.rule_name,
        "target_kind": routed.target.kind,
        "target_id": routed.target.id,
        "target_name": routed.target.name,
        "verdicts": as_json(routed.verdicts),
    }


def _facts(
    alert: Alert | NewAlert, alias: str, names: Sequence[str], teams: Sequence[str]
) -> Facts:
    return Facts(
        message=alert.message,
        alias=alias,
        description=alert.description,
        source=alert.source,
        entity=alert.entity,
        tags=tuple(alert.tags),
        actions=tuple(alert.actions),
        responders=tuple(names),
        teams=tuple(teams),
        details=alert.details,
        priority=alert.priority,
    )
