"""How long teams take to acknowledge and to close. One statement."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection

from accounts.actors import Actor
from common.written import moment_written
from reports.asking import Asked
from reports.durations import in_words
from teams.models import Team

NO_TEAM = "No team, or one that was deleted"
# The first acknowledgement is what counts, also when it was taken back: the log has it, the alert
# has only the last. Percentiles leave out what is null: alerts that nobody acknowledged or closed.
TIMES = """
    WITH asked AS MATERIALIZED (
        SELECT alert.id, alert.created_at, alert.closed_at, team.id AS team_id, team.name
          FROM ({alerts}) AS alert
          LEFT JOIN LATERAL unnest(alert.team_ids) AS named (id) ON true
          LEFT JOIN teams_team AS team ON team.id = named.id
         WHERE {of_teams}
    ), largest AS (
        SELECT coalesce(team_id, '{nobody}') AS key, count(*) AS alerts, count(*) OVER () AS teams
          FROM asked GROUP BY team_id, name ORDER BY count(*) DESC, name LIMIT {most}
    ), acknowledged AS (
        SELECT alert_id, min(at) AS at FROM alerts_alertlog
         WHERE verb = 'acknowledged' AND at >= '{since}'::timestamptz GROUP BY alert_id
    )
    SELECT team_id, coalesce(name, ''), alerts,
        count(acknowledged.at), count(closed_at),
        count(*) FILTER (WHERE acknowledged.at IS NULL AND closed_at IS NOT NULL),
        count(*) FILTER (WHERE acknowledged.at IS NULL AND closed_at IS NULL),
        percentile_cont('{{0.5, 0.9}}'::float8[]) WITHIN GROUP (
            ORDER BY extract(epoch FROM acknowledged.at - created_at)::float8),
        percentile_cont('{{0.5, 0.9}}'::float8[]) WITHIN GROUP (
            ORDER BY extract(epoch FROM closed_at - created_at)::float8),
        teams
      FROM largest JOIN asked ON coalesce(team_id, '{nobody}') = largest.key
      LEFT JOIN acknowledged ON acknowledged.alert_id = asked.id
     GROUP BY team_id, name, alerts, teams
     ORDER BY alerts DESC, name
"""
NOBODY = UUID(int=0)
ALL = 1_000_000  # teams


@dataclass(frozen=True, slots=True)
class Took:
    """The median of some durations, and what nine of ten stay below; seconds, or None of none."""

    median: float | None
    most: float | None

    @property
    def median_words(self) -> str:
        """The median, as it is said."""
        return in_words(self.median)

    @property
    def most_words(self) -> str:
        """What nine of ten stay below, as it is said."""
        return in_words(self.most)


@dataclass(frozen=True, slots=True)
class TeamTimes:
    """A team's alerts of a period: how many, what became of them, and how long it took."""

    team_id: UUID | None
    name: str
    alerts: int
    acknowledged: int
    closed: int
    closed_only: int  # without having been acknowledged
    waiting: int  # neither acknowledged nor closed
    to_acknowledge: Took
    to_close: Took

    def share(self, number: int) -> str:
        """How many of the alerts that is: "62 %"."""
        return f"{round(100 * number / self.alerts)} %" if number else ""

    @property
    def acknowledged_share(self) -> str:
        """How many of its alerts somebody acknowledged."""
        return self.share(self.acknowledged)

    @property
    def closed_share(self) -> str:
        """How many of its alerts are closed."""
        return self.share(self.closed)


def times_of(asked: Asked, by: Actor, *, most: int = ALL) -> tuple[list[TeamTimes], int]:
    """Tell it of the teams that the actor sees, for alerts that came in the period.

    Those with the most alerts come first, at most so many; then how many there are in all. The
    report's other filters say nothing of alerts. Two queries at most.
    """
    since, until = (moment_written(at) for at in (asked.period.since, asked.period.until))
    came = asked.alerts(by).filter(created_at__gte=since, created_at__lt=until)
    columns = came.order_by().values("id", "created_at", "closed_at", "team_ids")
    try:
        alerts, params = columns.query.sql_with_params()
    except EmptyResultSet:
        return [], 0
    sql = TIMES.format(
        alerts=alerts,
        since=asked.period.since.isoformat(),
        of_teams=_of_teams(asked, by),
        nobody=NOBODY,
        most=most,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [_told(row[:-1]) for row in rows], rows[0][-1] if rows else 0


def _of_teams(asked: Asked, by: Actor) -> str:
    """The condition that a team is asked for, and one that the actor sees."""
    if asked.teams is None and by.runs_the_account:
        return "true"
    if asked.teams is None:
        ids = [*Team.objects.visible_to(by).values_list("pk", flat=True)]
        return f"(team.id IS NULL OR {_among(ids)})"
    return _among(asked.teams)


def _among(ids: Any) -> str:
    return f"team.id = ANY ('{{{','.join(map(str, ids))}}}'::uuid[])"


def _told(row: tuple[Any, ...]) -> TeamTimes:
    team_id, name, alerts, acknowledged, closed, closed_only, waiting, *took = row
    to_acknowledge, to_close = (Took(*one) if one else Took(None, None) for one in took)
    return TeamTimes(
        team_id=team_id,
        name=name or NO_TEAM,
        alerts=alerts,
        acknowledged=acknowledged,
        closed=closed,
        closed_only=closed_only,
        waiting=waiting,
        to_acknowledge=to_acknowledge,
        to_close=to_close,
    )
