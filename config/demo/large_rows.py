"""The rows of the large organisation, as SQL over the numbers 1, 2, 3 …

Number n is always the same person: `md5('person ' || n)::uuid`. Products with primes spread
what should look like chance.
"""

FIRST_NAMES = """Aisha Albert Amara Anton Beatriz Boris Carla Chen Chidi Clara Daniel Deniz Elena
    Emil Fatima Felix Gita Goran Hana Henrik Ida Igor Jana Jonas Kofi Lena Liam Luca Maja Marek
    Mei Mira Noah Nora Olga Omar Pablo Petra Rania Rosa Samir Sara Tariq Tomas Ulla Vera Wei
    Yara Yuki Zofia"""
LAST_NAMES = """Abebe Åberg Almeida Andersson Baker Bauer Bianchi Çelik Chang Costa Dubois Eriksen
    Fernández Fischer García Haddad Horváth Ivanova Jansen Johansson Kaya Kim Kowalski Kumar
    Lambert Li Lopez Martin Meyer Moreau Müller Nakamura Nguyen Novák Okafor Öztürk Papadopoulos
    Park Patel Peeters Petrov Popescu Rossi Sato Schneider Silva Singh Tanaka Virtanen Yılmaz
    Weber Wiśniewska Zhang"""
ZONES = """UTC Europe/London Europe/Berlin Europe/Istanbul America/New_York America/Sao_Paulo
    Asia/Kolkata Asia/Tokyo Australia/Sydney Africa/Lagos"""
TEAM_SUBJECTS = """Billing Cache Checkout Catalog Delivery Edge Identity Inventory Ledger Logging
    Loyalty Maps Metrics Network Orders Payroll Pricing Queue Reports Search Storage Streaming
    Tax Treasury Video Warehouse"""
TEAM_NAMES = "Core Crew East Gateway Guild North Operations Platform Services South West"

PEOPLE = """
INSERT INTO accounts_user (id, username, full_name, password, role, time_zone, locale,
    skype_username, is_verified, is_blocked, created_at, last_active_at)
SELECT md5('person ' || n)::uuid,
    lower(first) || '.' || n || '@' || %(domain)s::text,
    first || ' ' || chr((65 + n %% 26)::int) || '. ' || last,
    '!' || md5('nobody ' || n),
    CASE WHEN n %% 500 = 7 THEN 'admin' WHEN n %% 20 = 3 THEN 'stakeholder'
         WHEN n %% 20 = 4 THEN 'observer' ELSE 'user' END,
    (%(zones)s::text[])[1 + n %% 10], 'en_US', '', n %% 33 <> 0, n %% 97 = 0,
    %(now)s::timestamptz - make_interval(mins => (1440 + (n * 7919) %% 1000000)::int),
    CASE WHEN n %% 33 <> 0 AND n %% 11 <> 0
         THEN %(now)s::timestamptz - make_interval(mins => ((n * 104729) %% 1000000 / 7)::int) END
FROM generate_series(1, %(people)s::bigint) AS n,
    LATERAL (SELECT (%(first)s::text[])[1 + (n * 31) %% 50] AS first,
                    (%(last)s::text[])[1 + (n * 17 / 50) %% 53] AS last) AS names
"""
TEAMS = """
INSERT INTO teams_team (id, name, description, created_at)
SELECT md5('team ' || n)::uuid,
    (%(subjects)s::text[])[1 + (n * 7) %% 26] || ' ' || (%(names)s::text[])[1 + n %% 11]
        || ' ' || n,
    CASE WHEN n %% 3 = 0 THEN '' ELSE 'Looks after service ' || n || ', day and night.' END,
    %(now)s::timestamptz - make_interval(hours => (24 + n %% 20000)::int)
FROM generate_series(1, %(teams)s::bigint) AS n
"""
# Everybody is in two teams; the first team is a large one.
MEMBERSHIPS = """
INSERT INTO teams_membership (id, team_id, user_id, role, joined_at)
SELECT DISTINCT ON (t, n) md5('member ' || t || ' ' || n)::uuid, md5('team ' || t)::uuid,
    md5('person ' || n)::uuid,
    CASE WHEN j = 0 AND n <= %(teams)s::bigint THEN 'admin' ELSE 'user' END,
    %(now)s::timestamptz - make_interval(mins => ((n * 7919) %% 1000000)::int)
FROM (
    SELECT n, j, 1 + (n * 13 + j * 7919) %% %(teams)s::bigint AS t
    FROM generate_series(1, %(people)s::bigint) AS n, generate_series(0, 1) AS j
    UNION ALL SELECT n, 2, 1 FROM generate_series(1, %(in_first_team)s::bigint) AS n
) AS places ORDER BY t, n, j
"""
CONTACTS = """
INSERT INTO accounts_contact (id, user_id, method, "to", disabled_reason, code_hash, verified_at,
    is_enabled, created_at)
SELECT md5(method || ' ' || n)::uuid, person.id, method,
    CASE method WHEN 'email' THEN person.username ELSE '1-202' || lpad(n::text, 7, '0') END, '', '',
    CASE WHEN person.is_verified THEN person.created_at END, n %% 50 <> 1, person.created_at
FROM generate_series(1, %(people)s::bigint) AS n
JOIN accounts_user AS person ON person.id = md5('person ' || n)::uuid,
    LATERAL (VALUES ('email', n %% 50 <> 0), ('sms', n %% 5 < 3)) AS methods (method, is_there)
WHERE is_there
"""
RULES = """
INSERT INTO accounts_notificationrule (id, user_id, action, name, position, notification_time)
SELECT md5(action || ' ' || n)::uuid, md5('person ' || n)::uuid, action, name, position,
    '{}'::text[]
FROM generate_series(1, %(people)s::bigint) AS n,
    LATERAL (VALUES ('create-alert', 'New alert', 0, n %% 20 <> 0),
        ('acknowledged-alert', 'Acknowledged alert', 1, n %% 4 = 0))
        AS rules (action, name, position, is_there)
WHERE is_there
"""
NOTIFICATION_STEPS = """
INSERT INTO accounts_notificationstep (id, rule_id, contact_id, after_minutes, position)
SELECT md5('step ' || rule.id || contact.id)::uuid, rule.id, contact.id,
    CASE contact.method WHEN 'email' THEN 0 ELSE 5 END,
    CASE contact.method WHEN 'email' THEN 0 ELSE 1 END
FROM generate_series(1, %(people)s::bigint) AS n
JOIN accounts_notificationrule AS rule ON rule.user_id = md5('person ' || n)::uuid
JOIN accounts_contact AS contact ON contact.user_id = rule.user_id
"""
INVITATIONS = """
INSERT INTO accounts_onetimelink (id, purpose, token_hash, user_id, data, issued_by, created_at,
    expires_at)
SELECT md5('invitation ' || n)::uuid, 'invitation', 'nobody has the token of ' || n,
    md5('person ' || n)::uuid, '{}', 'Import', sent_at, sent_at + interval '2 days'
FROM generate_series(33, %(people)s::bigint, 33) AS n,
    LATERAL (SELECT %(now)s::timestamptz - make_interval(mins => (n %% 28800)::int) AS sent_at) AS s
"""
GROUPS = """
INSERT INTO accounts_group (id, name, description)
SELECT md5('group ' || n)::uuid, 'Group ' || n, 'The people of house ' || n || '.'
FROM generate_series(1, %(groups)s::bigint) AS n
"""
IN_GROUPS = """
INSERT INTO accounts_groupmembership (id, group_id, user_id)
SELECT md5('in group ' || n)::uuid, md5('group ' || 1 + n %% %(groups)s::bigint)::uuid,
    md5('person ' || n)::uuid
FROM generate_series(1, %(people)s::bigint, 10) AS n
"""
API_KEYS = """
INSERT INTO accounts_apikey (id, name, key_hash, hint, team_id, created_at, last_used_at)
SELECT md5('key ' || n)::uuid, team.name || ' alerts', 'nobody has the key of team ' || n,
    right(md5('key ' || n), 4), team.id, team.created_at, %(now)s
FROM generate_series(1, %(teams)s::bigint, 5) AS n
JOIN teams_team AS team ON team.id = md5('team ' || n)::uuid
"""
ENTRIES = """
INSERT INTO accounts_auditentry (id, at, actor_name, via, user_id, verb, target_kind, target_id,
    target_name, team_id, changes, details)
SELECT md5('entry ' || n)::uuid, %(now)s::timestamptz - make_interval(mins => n::int),
    actor.full_name, CASE WHEN n %% 9 = 0 THEN 'api' ELSE 'web' END, actor.id,
    CASE WHEN n %% 3 = 0 THEN 'person.updated' ELSE 'team.member_added' END,
    CASE WHEN n %% 3 = 0 THEN 'user' ELSE 'team' END,
    CASE WHEN n %% 3 = 0 THEN person.id ELSE team.id END,
    CASE WHEN n %% 3 = 0 THEN person.full_name ELSE team.name END,
    CASE WHEN n %% 3 <> 0 THEN team.id END,
    CASE WHEN n %% 3 = 0 THEN '{"time_zone": ["UTC", "Europe/Berlin"]}'::jsonb ELSE '{}' END,
    CASE WHEN n %% 3 = 0 THEN '{}'::jsonb ELSE jsonb_build_object(
        'person', person.full_name, 'username', person.username, 'role', 'user') END
FROM generate_series(%(entries)s::bigint, 1, -1) AS n
JOIN accounts_user AS actor ON actor.id = md5('person ' || 1 + n %% 50)::uuid
JOIN accounts_user AS person
    ON person.id = md5('person ' || 1 + (n * 7919) %% %(people)s::bigint)::uuid
JOIN teams_team AS team ON team.id = md5('team ' || 1 + (n * 31) %% %(teams)s::bigint)::uuid
ORDER BY n DESC
"""

STEPS = (
    ("people", PEOPLE),
    ("teams", TEAMS),
    ("memberships", MEMBERSHIPS),
    ("contacts", CONTACTS),
    ("notification rules", RULES),
    ("notification steps", NOTIFICATION_STEPS),
    ("invitations", INVITATIONS),
    ("groups", GROUPS),
    ("people in groups", IN_GROUPS),
    ("API keys", API_KEYS),
    ("log entries", ENTRIES),
)
