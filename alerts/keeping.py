"""The one statement that keeps an alert with all that belongs to it."""

from typing import Any
from uuid import UUID

from django.db import connection

type Kept = tuple[UUID, int, bool, list[int] | None]

# The alert that is open is updated first, so that repeats use up no short number. ON CONFLICT is
# for two that come at the same time: the second one finds nothing to update, nor can it insert.
KEEP = """
    WITH counted AS (
        UPDATE alerts_alert
           SET count = count + 1, last_occurred_at = %(now)s, updated_at = %(now)s
         WHERE alias = %(alias)s AND status = 'open'
           AND scope IS NOT DISTINCT FROM %(scope)s::uuid
     RETURNING id, tiny_id, alias
    ), inserted AS (
        INSERT INTO alerts_alert (
            id, alias, scope, message, description, entity, source, priority, tags, actions,
            details, responders, team_ids, people_ids, status, acknowledged_by, closed_by,
            api_key_id, created_at, updated_at, last_occurred_at)
        SELECT
            %(id)s, %(alias)s, %(scope)s::uuid, %(message)s, %(description)s, %(entity)s,
            %(source)s, %(priority)s, %(tags)s::varchar[], %(actions)s::varchar[],
            %(details)s::jsonb, %(responders)s::jsonb, %(team_ids)s::uuid[],
            %(people_ids)s::uuid[], 'open', '', '', %(api_key_id)s::uuid, %(now)s, %(now)s, %(now)s
         WHERE NOT EXISTS (SELECT FROM counted)
           AND NOT EXISTS (
            SELECT FROM unnest(%(known_ids)s::uuid[], %(known_names)s::text[],
                %(known_versions)s::int[]) AS known (id, name, version)
              LEFT JOIN teams_team team ON team.id = known.id AND team.name = known.name
              LEFT JOIN routing_rulebook book ON book.team_id = team.id
             WHERE team.id IS NULL OR book.version IS DISTINCT FROM known.version)
        ON CONFLICT (alias, scope) WHERE status = 'open' DO UPDATE
           SET count = alerts_alert.count + 1, last_occurred_at = %(now)s, updated_at = %(now)s
     RETURNING id, tiny_id, alias
    ), alert AS (
        SELECT id, tiny_id, alias, id = %(id)s AS is_new
          FROM (SELECT * FROM counted UNION ALL SELECT * FROM inserted) AS either
    ), routed AS (
        INSERT INTO alerts_route (
            id, alert_id, at, team_id, team_name, rules_version, rule_id, rule_name, target_kind,
            target_id, target_name, verdicts)
        SELECT gen_random_uuid(), alert.id, %(now)s, route.team_id, route.team_name,
            route.rules_version, route.rule_id, coalesce(route.rule_name, ''), route.target_kind,
            route.target_id, coalesce(route.target_name, ''), coalesce(route.verdicts, '[]')
          FROM alert, jsonb_to_recordset(%(routes)s::jsonb) AS route (
            team_id uuid, team_name text, rules_version int, rule_id uuid, rule_name text,
            target_kind text, target_id uuid, target_name text, verdicts jsonb)
         WHERE alert.is_new
    ), logged AS (
        INSERT INTO alerts_alertlog (
            alert_id, at, verb, actor_name, via, user_id, api_key_id, details)
        SELECT alert.id, %(now)s, entry.verb, %(actor_name)s, %(via)s, %(user_id)s::uuid,
            %(api_key_id)s::uuid, entry.details
          FROM alert, jsonb_to_recordset(%(entries)s::jsonb) AS entry (verb text, details jsonb)
         WHERE alert.is_new OR entry.verb <> 'created'
    ), requested AS (
        INSERT INTO alerts_alertrequest (
            id, api_key_id, at, action, is_success, status, alert_id, alias)
        SELECT %(request_id)s, %(api_key_id)s::uuid, %(now)s, 'Create', true,
            CASE WHEN is_new THEN 'Created alert' ELSE 'Counted up the open alert' END, id, alias
          FROM alert
         WHERE %(api_key_id)s::uuid IS NOT NULL
    )
    SELECT id, tiny_id, is_new, CASE WHEN is_new THEN procrastinate_defer_jobs_v1(ARRAY[ROW(
            'default', 'alerts.tell', 0, NULL, NULL, jsonb_build_object('alert_id', id), NULL
        )::procrastinate_job_to_defer_v1]) END
      FROM alert
"""


def keep(values: dict[str, Any]) -> Kept | None:
    """Return id, short number, whether it is new, and the jobs of the alert that was kept.

    None, and nothing was kept, when a team is not as the values know it.
    """
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)
        row: Kept | None = cursor.fetchone()
    return row
