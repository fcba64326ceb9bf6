"""The one statement that keeps alerts with all that belongs to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

_write = msgspec.json.Encoder().encode

# All alerts of the batch come as one JSON array: that costs a tenth of 30 parameters an alert.
# Each is kept only if its key and its teams are still as its sender knew them.
#
# Those that are open are updated first, so that repeats use up no short number. ON CONFLICT is
# for two that come at the same time: the second one finds nothing to update, nor can it insert.
# No two of one batch have the same alias and scope.
KEEP = """
    WITH incoming AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(%(alerts)s::jsonb) AS incoming (
            id uuid, alias text, scope uuid, message text, description text, entity text,
            source text, priority int, tags text[], actions text[], details jsonb,
            responders jsonb, team_ids uuid[], people_ids uuid[], at timestamptz,
            actor_name text, via text, door text, user_id uuid, api_key_id uuid,
            key_version xid, request_id uuid, routes jsonb, entries jsonb, known jsonb)
         WHERE (key_version IS NULL OR EXISTS (
            SELECT FROM accounts_apikey key
             WHERE key.id = incoming.api_key_id AND key.xmin = key_version))
           AND NOT EXISTS (
            SELECT FROM jsonb_to_recordset(known) AS known (id uuid, name text, version int)
              LEFT JOIN teams_team team ON team.id = known.id AND team.name = known.name
              LEFT JOIN routing_rulebook book ON book.team_id = team.id
             WHERE team.id IS NULL OR book.version IS DISTINCT FROM known.version)
    ), counted AS (
        UPDATE alerts_alert
           SET count = count + 1, last_occurred_at = repeat.at, updated_at = repeat.at
          FROM (SELECT incoming.id AS sent_id, incoming.at, there.id
                  FROM incoming, LATERAL (
                    SELECT id FROM alerts_alert alert
                     WHERE alert.alias = incoming.alias AND alert.status = 'open'
                       AND alert.scope IS NOT DISTINCT FROM incoming.scope
                       FOR UPDATE) AS there) AS repeat
         WHERE alerts_alert.id = repeat.id
     RETURNING repeat.sent_id, alerts_alert.id, alerts_alert.tiny_id
    ), inserted AS (
        INSERT INTO alerts_alert (
            id, alias, scope, message, description, entity, source, priority, tags, actions,
            details, responders, team_ids, people_ids, status, acknowledged_by, closed_by,
            api_key_id, created_at, updated_at, last_occurred_at)
        SELECT
            id, alias, scope, message, description, entity, source, priority, tags, actions,
            details, responders, team_ids, people_ids, 'open', '', '',
            api_key_id, at, at, at
          FROM incoming
         WHERE id NOT IN (SELECT sent_id FROM counted)
        ON CONFLICT (alias, scope) WHERE status = 'open' DO UPDATE
           SET count = alerts_alert.count + 1, last_occurred_at = excluded.last_occurred_at,
               updated_at = excluded.updated_at
     RETURNING id, tiny_id, alias, scope
    ), kept AS (
        SELECT inserted.id AS kept_id, tiny_id, incoming.id = inserted.id AS is_new, incoming.*
          FROM incoming JOIN inserted ON inserted.alias = incoming.alias
           AND inserted.scope IS NOT DISTINCT FROM incoming.scope
         UNION ALL
        SELECT counted.id, tiny_id, false, incoming.*
          FROM incoming JOIN counted ON counted.sent_id = incoming.id
    ), routed AS (
        INSERT INTO alerts_route (
            id, alert_id, at, team_id, team_name, rules_version, rule_id, rule_name, target_kind,
            target_id, target_name, verdicts)
        SELECT gen_random_uuid(), kept_id, at, route.team_id, route.team_name,
            route.rules_version, route.rule_id, coalesce(route.rule_name, ''), route.target_kind,
            route.target_id, coalesce(route.target_name, ''), coalesce(route.verdicts, '[]')
          FROM kept, jsonb_to_recordset(routes) AS route (
            team_id uuid, team_name text, rules_version int, rule_id uuid, rule_name text,
            target_kind text, target_id uuid, target_name text, verdicts jsonb)
         WHERE is_new
    ), logged AS (
        INSERT INTO alerts_alertlog (
            alert_id, at, verb, actor_name, via, door, user_id, api_key_id, details)
        SELECT kept_id, at, entry.verb, actor_name, via, door, user_id, api_key_id,
            entry.details
          FROM kept, jsonb_to_recordset(entries) AS entry (verb text, details jsonb)
         WHERE is_new OR entry.verb <> 'created'
    ), requested AS (
        INSERT INTO alerts_alertrequest (
            id, api_key_id, at, action, is_success, status, alert_id, alias)
        SELECT request_id, api_key_id, at, 'Create', true,
            CASE WHEN is_new THEN 'Created alert' ELSE 'Counted up the open alert' END,
            kept_id, alias
          FROM kept
         WHERE api_key_id IS NOT NULL
    ), deferred AS (
        SELECT procrastinate_defer_jobs_v1(array_agg(ROW(
            'default', 'alerts.tell', 0, NULL, NULL, jsonb_build_object('alert_id', kept_id), NULL
        )::procrastinate_job_to_defer_v1)) AS jobs
          FROM kept
         WHERE is_new
    )
    SELECT id, kept_id, tiny_id, is_new, jobs[1] FROM kept, deferred
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an alert that was sent: a new one, or the open one of its alias.

    `job` is one of those that were deferred with it, or with others of its batch.
    """

    id: UUID
    tiny_id: int
    is_new: bool
    job: int | None


def keep(alerts: Sequence[dict[str, Any]]) -> list[Kept | None]:
    """Keep alerts, all or none, and return what became of each. One statement.

    None for one that was not kept, because its key or a team is not as it says. No two may have
    the same alias and scope.
    """
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"alerts": _write(sorted(alerts, key=_place)).decode()})
        kept = {sent_id: Kept(*row) for sent_id, *row in cursor.fetchall()}
    return [kept.get(alert["id"]) for alert in alerts]


def keep_each(alerts: Sequence[dict[str, Any]]) -> list[Kept | Exception | None]:
    """Keep alerts together, or each alone when that fails, so that one spoils no other.

    An exception stands for what could not be kept. Raises what the database says when it is not
    there at all.
    """
    try:
        return [*keep(alerts)]
    except Exception:
        if len(alerts) == 1 or connection.connection is None or connection.connection.closed:
            raise
        return [_keep_alone(alert) for alert in alerts]


def _keep_alone(alert: dict[str, Any]) -> Kept | Exception | None:
    try:
        return keep([alert])[0]
    except Exception as problem:
        return problem


def _place(alert: dict[str, Any]) -> tuple[str, str]:
    """All processes lock the open alerts in the same order: so none waits for another's in turn."""
    return alert["alias"], str(alert["scope"])
