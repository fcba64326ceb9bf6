"""Teams that are there already get what new ones have from birth: a schedule, an escalation.

One statement for all of them. See oncall/actions/defaults.py.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations
from django.utils import timezone

EQUIP = """
WITH bare AS MATERIALIZED (
    SELECT id AS team_id, name AS team_name, gen_random_uuid() AS schedule_id,
        gen_random_uuid() AS rotation_id, gen_random_uuid() AS escalation_id
    FROM teams_team AS team
    WHERE NOT EXISTS (SELECT FROM oncall_schedule WHERE team_id = team.id)
        AND NOT EXISTS (SELECT FROM oncall_escalation WHERE team_id = team.id)
), schedules AS (
    INSERT INTO oncall_schedule (id, team_id, name, description, time_zone, created_at)
    SELECT schedule_id, team_id, team_name || '_schedule' || CASE WHEN EXISTS (
            SELECT FROM oncall_schedule WHERE lower(name) = lower(team_name || '_schedule'))
        THEN '_' || team_id ELSE '' END, '', %(zone)s, %(now)s
    FROM bare
), rotations AS (
    INSERT INTO oncall_rotation (id, schedule_id, name, kind, starts_at)
    SELECT rotation_id, schedule_id, 'Rotation', 'weekly', %(starts_at)s FROM bare
), turns AS (
    INSERT INTO oncall_participant (id, rotation_id, position, kind, team_id)
    SELECT gen_random_uuid(), rotation_id, 0, 'team', team_id FROM bare
), escalations AS (
    INSERT INTO oncall_escalation (id, team_id, name, description, created_at)
    SELECT escalation_id, team_id, team_name || '_escalation' || CASE WHEN EXISTS (
            SELECT FROM oncall_escalation WHERE lower(name) = lower(team_name || '_escalation'))
        THEN '_' || team_id ELSE '' END, '', %(now)s
    FROM bare
), first_steps AS (
    INSERT INTO oncall_escalationrule (id, escalation_id, position, delay_minutes, condition,
        notify_type, kind, schedule_id)
    SELECT gen_random_uuid(), escalation_id, 0, 0, 'if-not-acked', 'default', 'schedule',
        schedule_id FROM bare
)
INSERT INTO oncall_escalationrule (id, escalation_id, position, delay_minutes, condition,
    notify_type, kind, team_id)
SELECT gen_random_uuid(), escalation_id, 1, 5, 'if-not-acked', 'all', 'team', team_id FROM bare
"""


def equip(apps, schema_editor):
    account = apps.get_model("accounts", "Account").objects.first()
    zone, now = account.time_zone if account else "UTC", timezone.now()
    values = {"zone": zone, "now": now, "starts_at": monday_at_nine(now, ZoneInfo(zone))}
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(EQUIP, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or tables can't be altered after it


def monday_at_nine(now: datetime, zone: ZoneInfo) -> datetime:
    there = now.astimezone(zone).replace(tzinfo=None) - timedelta(hours=9)
    monday = (there - timedelta(days=there.weekday())).date()
    return datetime(monday.year, monday.month, monday.day, 9, tzinfo=zone)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_session_generation"),
        ("oncall", "0001_first"),
        ("teams", "0001_first"),
    ]
    operations = [migrations.RunPython(equip, migrations.RunPython.noop)]
