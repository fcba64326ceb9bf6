from django.conf import settings
from django.db import migrations, models

# The open alerts that team keys sent in before. What was unique over the account stays so.
SCOPES = """
    UPDATE alerts_alert alert SET scope = key.team_id
      FROM accounts_apikey key
     WHERE key.id = alert.api_key_id AND key.team_id IS NOT NULL
"""


class Migration(migrations.Migration):
    """Each team's keys have aliases of their own: no alert is counted as another team's."""

    dependencies = [
        ("accounts", "0005_log_is_not_emptied"),
        ("alerts", "0005_quick_intake"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="alert", name="one_open_alert_per_alias"),
        migrations.AddField(
            model_name="alert",
            name="scope",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(SCOPES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")),
                fields=("alias", "scope"),
                name="one_open_alert_per_alias",
                nulls_distinct=False,
                violation_error_code="alias",
                violation_error_message="An alert of this alias is open already.",
            ),
        ),
    ]
