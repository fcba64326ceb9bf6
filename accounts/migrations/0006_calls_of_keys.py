"""What a key called last, and how often it calls."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_log_is_not_emptied")]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="last_call",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=200),
        ),
        migrations.CreateModel(
            name="ApiKeyCalls",
            fields=[
                (
                    "key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="accounts.apikey",
                    ),
                ),
                ("minute", models.IntegerField()),
                ("calls", models.IntegerField()),
            ],
        ),
        # Counts of a minute are no loss in a crash; unlogged, no call waits for the disk.
        migrations.RunSQL(
            "ALTER TABLE accounts_apikeycalls SET UNLOGGED",
            "ALTER TABLE accounts_apikeycalls SET LOGGED",
        ),
    ]
