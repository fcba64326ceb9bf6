"""Chat teams, chat accounts, integrations, and what was taken and posted."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("alerts", "0007_messages_name_their_rules"),
        ("teams", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChatTeam",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("slack", "Slack"),
                            ("teams", "Microsoft Teams"),
                            ("hipchat", "HipChat"),
                            ("stride", "Stride"),
                            ("mattermost", "Mattermost"),
                        ],
                        max_length=12,
                    ),
                ),
                ("external_id", models.CharField(max_length=200)),
                ("name", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "external_id"), name="one_chat_team_per_id"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Integration",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("adapter", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=100)),
                ("sealed_secrets", models.TextField(blank=True, editable=False)),
                (
                    "executes_commands",
                    models.BooleanField(default=True, verbose_name="execute commands"),
                ),
                (
                    "requires_matching",
                    models.BooleanField(default=False, verbose_name="require matching a user"),
                ),
                (
                    "requires_code",
                    models.BooleanField(default=False, verbose_name="require a completion code"),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        verbose_name="channels",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("last_request_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("last_error", models.CharField(blank=True, editable=False, max_length=500)),
                ("last_error_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "chat_team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="integrations",
                        to="chatlink.chatteam",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chat_integrations",
                        to="teams.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("once", models.CharField(max_length=64)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "integration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="chatlink.integration"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChatPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel_id", models.CharField(max_length=200)),
                ("message_id", models.CharField(blank=True, max_length=200)),
                ("posted_at", models.DateTimeField(blank=True, null=True)),
                ("problem", models.CharField(blank=True, max_length=500)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chat_posts",
                        to="alerts.alert",
                    ),
                ),
                (
                    "integration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="chatlink.integration"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChatAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("chat_user_id", models.CharField(max_length=200)),
                ("chat_user_name", models.CharField(blank=True, max_length=200)),
                (
                    "connected_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("last_used_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chat_accounts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "chat_team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="chatlink.chatteam",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chat_team", "chat_user_id"),
                        name="one_person_per_chat_user",
                        violation_error_code="chat_user_id",
                        violation_error_message="This chat account is connected to somebody else. "
                        "They have to disconnect it first.",
                    ),
                    models.UniqueConstraint(
                        fields=("chat_team", "user"),
                        name="one_chat_user_per_person_and_chat_team",
                        violation_error_code="user",
                        violation_error_message="You are connected to another account of "
                        "this chat team. Disconnect that one first.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="integration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("executes_commands", True)),
                fields=("chat_team",),
                name="one_executor_per_chat_team",
                violation_error_code="executes_commands",
                violation_error_message="Another integration executes the commands of "
                "this chat team.",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(models.F("seen_at"), name="deliveries_by_time"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("integration", "once"), name="no_request_twice"
            ),
        ),
        migrations.AddConstraint(
            model_name="chatpost",
            constraint=models.UniqueConstraint(
                fields=("alert", "integration", "channel_id"), name="one_post_per_channel"
            ),
        ),
    ]
