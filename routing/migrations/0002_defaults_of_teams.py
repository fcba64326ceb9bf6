"""Teams that are there already get what new ones have from birth: rule book and default rule.

See routing/defaults.py.
"""

from django.db import migrations

EQUIP = """
WITH books AS (
    INSERT INTO routing_rulebook (team_id, changed_at, changed_by)
    SELECT id, now(), '' FROM teams_team ON CONFLICT DO NOTHING
), targets AS (
    SELECT team.id AS team_id, (
        SELECT id FROM oncall_escalation WHERE team_id = team.id ORDER BY created_at, id LIMIT 1
    ) AS escalation_id
    FROM teams_team AS team
    WHERE NOT EXISTS (SELECT FROM routing_routingrule WHERE team_id = team.id AND is_default)
)
INSERT INTO routing_routingrule (id, team_id, name, is_default, match_type, conditions,
    time_zone, kind, escalation_id, created_at)
SELECT gen_random_uuid(), team_id, 'Default Routing Rule', true, 'match-all', '[]', '',
    CASE WHEN escalation_id IS NULL THEN 'none' ELSE 'escalation' END, escalation_id, now()
FROM targets
"""


def equip(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(EQUIP)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or tables can't be altered after it


class Migration(migrations.Migration):
    dependencies = [("oncall", "0002_defaults_of_teams"), ("routing", "0001_first")]
    operations = [migrations.RunPython(equip, migrations.RunPython.noop)]
