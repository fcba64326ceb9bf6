"""The alerts of the large organisation: one a minute, two for each person, most of them over.

Alert n came n minutes ago to one team, and its default rule took it. One in 50 is open; every
third of these somebody has acknowledged.
"""

ALERTS = """
INSERT INTO alerts_alert (id, alias, message, description, entity, source, priority, tags, actions,
    details, responders, team_ids, people_ids, status, is_acknowledged, acknowledged_by,
    acknowledged_at, closed_by, closed_at, owner_id, count, created_at, updated_at,
    last_occurred_at, told_at)
SELECT md5('alert ' || n)::uuid, 'alert-' || n,
    (%(troubles)s::text[])[1 + n %% 8] || ' on ' || lower(split_part(team.name, ' ', 1)) || '-'
        || n %% 100,
    '', lower(split_part(team.name, ' ', 1)) || '-' || n %% 100,
    CASE n %% 5 WHEN 0 THEN 'blackbox' ELSE 'prometheus' END, 1 + n * 7 %% 5,
    CASE n %% 4 WHEN 0 THEN '{prod,web}'::text[] ELSE '{prod}' END, '{}', '{}',
    jsonb_build_array(jsonb_build_object('type', 'team', 'id', team.id, 'name', team.name)),
    ARRAY[team.id], '{}', CASE WHEN is_open THEN 'open' ELSE 'closed' END, is_acknowledged,
    CASE WHEN is_acknowledged THEN person.full_name ELSE '' END,
    CASE WHEN is_acknowledged THEN at + interval '5 minutes' END,
    CASE WHEN is_open THEN '' ELSE person.full_name END,
    CASE WHEN is_open THEN NULL ELSE at + interval '30 minutes' END,
    CASE WHEN is_acknowledged THEN person.id END, 1 + n %% 9, at,
    CASE WHEN is_open THEN at ELSE at + interval '30 minutes' END, at, at
FROM generate_series(%(alerts)s::bigint, 1, -1) AS n
CROSS JOIN LATERAL (SELECT n %% 50 = 0 AS is_open, n %% 150 = 0 OR n %% 50 <> 0 AND n %% 2 = 0
    AS is_acknowledged, %(now)s::timestamptz - make_interval(mins => n::int) AS at) AS facts
JOIN teams_team AS team ON team.id = md5('team ' || 1 + (n * 31) %% %(teams)s::bigint)::uuid
JOIN accounts_user AS person
    ON person.id = md5('person ' || 1 + (n * 7919) %% %(people)s::bigint)::uuid
ORDER BY n DESC
"""
ROUTES = """
INSERT INTO alerts_route (id, alert_id, at, team_id, team_name, rules_version, rule_id, rule_name,
    target_kind, target_id, target_name, verdicts)
SELECT md5('route ' || n)::uuid, alert.id, alert.created_at, team.id, team.name, 1,
    md5('default rule ' || t)::uuid, 'Default Routing Rule', 'escalation',
    md5('escalation ' || t)::uuid, team.name || '_escalation', '[]'
FROM generate_series(%(alerts)s::bigint, 1, -1) AS n
CROSS JOIN LATERAL (SELECT 1 + (n * 31) %% %(teams)s::bigint AS t) AS numbers
JOIN alerts_alert AS alert ON alert.id = md5('alert ' || n)::uuid
JOIN teams_team AS team ON team.id = md5('team ' || t)::uuid
ORDER BY n DESC
"""
LOGS = """
INSERT INTO alerts_alertlog (alert_id, at, verb, actor_name, via, door, user_id, details)
SELECT alert.id, entry.at, entry.verb, entry.actor, entry.via,
    CASE entry.via WHEN 'api' THEN 'v2' ELSE '' END, entry.user_id, '{}'
FROM generate_series(%(alerts)s::bigint, 1, -1) AS n
JOIN alerts_alert AS alert ON alert.id = md5('alert ' || n)::uuid
CROSS JOIN LATERAL (
    VALUES (alert.created_at, 'created', 'prometheus', 'api', NULL),
        (alert.acknowledged_at, 'acknowledged', alert.acknowledged_by, 'web', alert.owner_id),
        (alert.closed_at, 'closed', alert.closed_by, 'web', alert.owner_id)
) AS entry (at, verb, actor, via, user_id)
WHERE entry.at IS NOT NULL
ORDER BY n DESC, entry.at
"""
TROUBLES = """Latency_high Disk_full Error_rate_high Queue_grows Memory_low Replica_lags
    Certificate_ends_soon Health_check_fails"""

STEPS = (("alerts", ALERTS), ("routes of alerts", ROUTES), ("entries of alerts", LOGS))
