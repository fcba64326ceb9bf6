import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

import oncall.models.words


class Migration(migrations.Migration):
    """Schedules and escalations are found by the words of their names, from an index."""

    dependencies = [("oncall", "0002_defaults_of_teams")]

    operations = [
        migrations.AddField(
            model_name="schedule",
            name="search_words",
            field=models.GeneratedField(
                db_persist=True,
                expression=oncall.models.words.NameWords(),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="search_words",
            field=models.GeneratedField(
                db_persist=True,
                expression=oncall.models.words.NameWords(),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="schedule",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_words"], name="schedules_by_words"
            ),
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_words"], name="escalations_by_words"
            ),
        ),
    ]
