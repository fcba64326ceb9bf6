"""What each team of the large organisation has from birth, and some turns of its people.

The first four in a team with an even number take turns; the others are on call all together.
"""

SCHEDULES = """
INSERT INTO oncall_schedule (id, team_id, name, description, time_zone, created_at)
SELECT md5('schedule ' || n)::uuid, team.id, team.name || '_schedule', '',
    (%(zones)s::text[])[1 + n %% 10], team.created_at
FROM generate_series(1, %(teams)s::bigint) AS n
JOIN teams_team AS team ON team.id = md5('team ' || n)::uuid
"""
ROTATIONS = """
INSERT INTO oncall_rotation (id, schedule_id, name, kind, starts_at)
SELECT md5('rotation ' || n)::uuid, md5('schedule ' || n)::uuid, 'Rotation', 'weekly',
    date_trunc('week', %(now)s::timestamptz) - make_interval(weeks => 8, hours => (n %% 24)::int)
FROM generate_series(1, %(teams)s::bigint) AS n
"""
TEAM_TURNS = """
INSERT INTO oncall_participant (id, rotation_id, position, kind, team_id)
SELECT md5('turn ' || n)::uuid, md5('rotation ' || n)::uuid, 0, 'team', md5('team ' || n)::uuid
FROM generate_series(1, %(teams)s::bigint, 2) AS n
"""
TURNS = """
INSERT INTO oncall_participant (id, rotation_id, position, kind, user_id)
SELECT md5('turn ' || n || ' ' || place)::uuid, md5('rotation ' || n)::uuid, place - 1, 'user',
    user_id
FROM (
    SELECT n, user_id, row_number() OVER (PARTITION BY n ORDER BY user_id) AS place
    FROM generate_series(2, %(teams)s::bigint, 2) AS n
    JOIN teams_membership ON team_id = md5('team ' || n)::uuid
) AS turns WHERE place <= 4
"""
ESCALATIONS = """
INSERT INTO oncall_escalation (id, team_id, name, description, created_at)
SELECT md5('escalation ' || n)::uuid, team.id, team.name || '_escalation', '', team.created_at
FROM generate_series(1, %(teams)s::bigint) AS n
JOIN teams_team AS team ON team.id = md5('team ' || n)::uuid
"""
ESCALATION_STEPS = """
INSERT INTO oncall_escalationrule (id, escalation_id, position, delay_minutes, condition,
    notify_type, kind, schedule_id, team_id)
SELECT md5('escalation step ' || n || ' ' || place)::uuid, md5('escalation ' || n)::uuid, place,
    place * 5, 'if-not-acked', CASE place WHEN 0 THEN 'default' ELSE 'all' END,
    CASE place WHEN 0 THEN 'schedule' ELSE 'team' END,
    CASE place WHEN 0 THEN md5('schedule ' || n)::uuid END,
    CASE place WHEN 1 THEN md5('team ' || n)::uuid END
FROM generate_series(1, %(teams)s::bigint) AS n, generate_series(0, 1) AS place
"""
RULE_BOOKS = """
INSERT INTO routing_rulebook (team_id, changed_at, changed_by)
SELECT md5('team ' || n)::uuid, %(now)s::timestamptz, ''
FROM generate_series(1, %(teams)s::bigint) AS n
"""
DEFAULT_RULES = """
INSERT INTO routing_routingrule (id, team_id, name, is_default, match_type, conditions, time_zone,
    kind, escalation_id, created_at)
SELECT md5('default rule ' || n)::uuid, md5('team ' || n)::uuid, 'Default Routing Rule', true,
    'match-all', '[]', '', 'escalation', md5('escalation ' || n)::uuid, %(now)s::timestamptz
FROM generate_series(1, %(teams)s::bigint) AS n
"""

STEPS = (
    ("schedules", SCHEDULES),
    ("rotations", ROTATIONS),
    ("turns", TEAM_TURNS),
    ("turns", TURNS),
    ("escalations", ESCALATIONS),
    ("escalation steps", ESCALATION_STEPS),
    ("rule books", RULE_BOOKS),
    ("routing rules", DEFAULT_RULES),
)
