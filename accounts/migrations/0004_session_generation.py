"""Blocking somebody ends their sessions for good."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the number that a person's sessions are tied to."""

    dependencies = [("accounts", "0003_append_only_log_and_cache")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_generation",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
    ]
