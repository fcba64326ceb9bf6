"""Which way an alert goes in each of its teams, and why: rows for `Route`.

Finding the rule that wins costs microseconds, however many rules there are; saying of each rule
before it why not costs some for each. So what many rules said is written by the job that tells
people, from the same rules and the same alert.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from alerts.limits import NewAlert
from alerts.models import Alert, Route
from alerts.responders import Responder
from routing.engine import Compiled, Routed, engines_of
from routing.facts import Facts
from routing.verdicts import NOT_CHECKED, as_json

EXPLAINED_AT_ONCE = 20  # rules


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
    engines = engines_of(versions) if versions else {}
    return [_columns(team, engines.get(team.id), facts, at) for team in teams]


def explain(alert_id: UUID) -> None:
    """Write down why an alert went the way it did, where that was left for later.

    When the rules were changed since, nobody can say it any more: the winner is all that stays.
    """
    routes = Route.objects.filter(alert=alert_id, verdicts=[], rules_version__gt=0)
    for route in routes.select_related("alert").defer("alert__search_words"):
        compiled = engines_of({route.team_id: route.rules_version})[route.team_id]
        if compiled.version == route.rules_version:
            said = compiled.decide(facts_of(route.alert), route.at, explain=True)
            if said.rule_id == route.rule_id:
                Route.objects.filter(pk=route.pk).update(verdicts=_verdicts(said))


def _columns(
    team: Responder, compiled: Compiled | None, facts: Facts, at: datetime
) -> dict[str, Any]:
    columns: dict[str, Any] = {"team_id": team.id, "team_name": team.name, "rules_version": 0}
    if compiled is None:
        return columns | {"target_kind": "none"}
    routed = compiled.decide(facts, at)
    asked = routed.number or len(compiled.rules)
    if asked <= EXPLAINED_AT_ONCE:
        routed = compiled.decide(facts, at, explain=True)
    return columns | {
        "rules_version": routed.version,
        "rule_id": routed.rule_id,
        "rule_name": routed.rule_name,
        "target_kind": routed.target.kind,
        "target_id": routed.target.id,
        "target_name": routed.target.name,
        "verdicts": _verdicts(routed),
    }


def _verdicts(routed: Routed) -> list[dict[str, Any]]:
    """What each rule said until one won."""
    return as_json(said for said in routed.verdicts if said.result != NOT_CHECKED)


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
