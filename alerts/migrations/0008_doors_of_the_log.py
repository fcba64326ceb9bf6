import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import Q

ACTS = (
    *("acknowledged", "action_run", "assigned", "closed", "described", "detailed", "escalated"),
    *("noted", "owned", "prioritised", "renamed", "responder_added", "snoozed", "tagged"),
    *("unacknowledged", "undetailed", "untagged", "woke"),
)

# Names in chats are written "Ben Member (Slack @ben)" or "Slack @bob (not connected)". By which
# version of the API a script came was not kept anywhere.
CHATS = """
    UPDATE alerts_alertlog SET door = kind
      FROM (VALUES ('slack', 'Slack'), ('teams', 'Microsoft Teams'), ('hipchat', 'HipChat'),
                   ('stride', 'Stride'), ('mattermost', 'Mattermost')) AS chats (kind, label)
     WHERE via = 'chat' AND door = '' AND label = CASE
        WHEN user_id IS NULL THEN substring(actor_name from '^(LABELS) ')
        ELSE substring(actor_name from '^.* \\((LABELS) ') END
""".replace("LABELS", "Slack|Microsoft Teams|HipChat|Stride|Mattermost")


class Migration(migrations.Migration):
    """By which door somebody came, so that reports can ask for it."""

    dependencies = [("alerts", "0007_messages_name_their_rules")]

    operations = [
        migrations.AddField(
            model_name="alertlog",
            name="door",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.RunSQL(CHATS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="alertlog",
            index=models.Index(
                models.F("at"),
                models.F("id"),
                condition=Q(verb__in=ACTS) | Q(verb="created") & ~Q(via="api"),
                name="acts_by_time",
            ),
        ),
        migrations.AddIndex(
            model_name="alertlog",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["at"], name="alert_log_by_time"
            ),
        ),
    ]
