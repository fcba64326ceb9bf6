import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import alerts.models.alerts

TRIGGER = """
    DROP TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 ON procrastinate_jobs;
    CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1
        AFTER INSERT ON procrastinate_jobs
        FOR EACH ROW WHEN (new.status = 'todo'{unless})
        EXECUTE FUNCTION procrastinate_notify_queue_job_inserted_v1();
"""


class Migration(migrations.Migration):
    """What made alerts come in six times as slowly.

    - Transactions that NOTIFY are committed one after the other, each waiting for the disk. The
      jobs of new alerts do so no more: `alerts.waking` wakes the workers.
    - Each alert locked the row of its key, to check that it is there.
    - The words of an alert took longer than all the rest; a column's expression can't be changed,
      so it is made anew. And four indexes were there twice.
    """

    dependencies = [
        ("accounts", "0005_log_is_not_emptied"),
        ("alerts", "0004_changes_of_alerts"),
        ("procrastinate", "0041_post_retry_failed_job"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            TRIGGER.format(unless=" AND new.task_name <> 'alerts.tell'"),
            TRIGGER.format(unless=""),
        ),
        migrations.RemoveIndex(model_name="alert", name="alerts_by_words"),
        migrations.RemoveField(model_name="alert", name="search_words"),
        migrations.AddField(
            model_name="alert",
            name="search_words",
            field=models.GeneratedField(
                db_persist=True,
                expression=alerts.models.alerts.AlertWords(),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_words"], name="alerts_by_words"
            ),
        ),
        migrations.AlterField(
            model_name="alert",
            name="api_key",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="alerts",
                to="accounts.apikey",
            ),
        ),
        migrations.AlterField(
            model_name="alert",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="owned_alerts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="alertlog",
            name="alert",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="log",
                to="alerts.alert",
            ),
        ),
        migrations.AlterField(
            model_name="alertrequest",
            name="api_key",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="alert_requests",
                to="accounts.apikey",
            ),
        ),
        migrations.AlterField(
            model_name="route",
            name="alert",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="routes",
                to="alerts.alert",
            ),
        ),
    ]
