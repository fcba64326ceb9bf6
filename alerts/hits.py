"""How often routing rules have taken an alert, and alerts to try rules on.

Both are read from the routes, which are only ever added: no counter that every alert would have
to write to.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.actors import Actor
from alerts.models import Alert, Route
from alerts.models.alerts import AlertQuerySet
from alerts.routes import facts_of as facts_of_alert
from routing.facts import Facts
from routing.hits import Hits
from routing.samples import Sample
from teams.models import Team

WEEK, MONTH = timedelta(days=7), timedelta(days=30)

# Each of these is answered from the index over rule and time alone.
_COUNT = """
    SELECT asked.id, recent.week, recent.month, ever.last
      FROM unnest(%(ids)s::uuid[]) AS asked (id),
   LATERAL (SELECT count(*) FILTER (WHERE at >= %(week)s) AS week, count(*) AS month
              FROM alerts_route WHERE rule_id = asked.id AND at >= %(month)s) AS recent,
   LATERAL (SELECT max(at) AS last FROM alerts_route WHERE rule_id = asked.id) AS ever
"""


def count(rule_ids: Collection[UUID], now: datetime) -> dict[UUID, Hits]:
    """The hits of each of these rules. One query."""
    asked: dict[str, Any] = {"ids": list(rule_ids), "week": now - WEEK, "month": now - MONTH}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, asked)
        return {rule_id: Hits(*counted) for rule_id, *counted in cursor.fetchall()}


def recent(team: Team, by: Actor, limit: int) -> list[Sample]:
    """A team's newest alerts that the actor may see."""
    alerts = _of_team(team, by).only("tiny_id", "message", "created_at")
    newest = alerts.order_by("-created_at", "-pk")[:limit]
    return [Sample(one.pk, f"#{one.tiny_id} {one.message}", one.created_at) for one in newest]


def facts_of(team: Team, by: Actor, alert_id: UUID) -> tuple[Facts, datetime] | None:
    """What the rules know of one of the team's alerts, and when it came."""
    alert = _of_team(team, by).filter(pk=alert_id).defer("search_words").first()
    return (facts_of_alert(alert), alert.created_at) if alert else None


def since(team: Team, moment: datetime, limit: int) -> list[tuple[Facts, datetime]]:
    """The newest alerts that a team's rules have decided about since a moment."""
    routes = Route.objects.filter(team_id=team.pk, at__gte=moment).order_by("-at")
    found = routes.select_related("alert").defer("verdicts", "alert__search_words")[:limit]
    return [(facts_of_alert(route.alert), route.at) for route in found]


def _of_team(team: Team, by: Actor) -> AlertQuerySet:
    return Alert.objects.visible_to(by).filter(team_ids__contains=[team.pk])
