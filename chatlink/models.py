"""Chat teams, who is linked there, and the integrations that speak for them.

Contract: seeds/000, seeds/001; chat.md §3.3. A mapping hangs on the chat team, not on the
integration: it stays when the integration goes.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from alerts.models import Alert
from chatlink.messages import LABELS, Kind
from common.sealed import seal_named, unseal_named
from teams.models import Team

KINDS = [(kind.value, LABELS[kind]) for kind in Kind]


class ChatTeam(models.Model):
    """A team, workspace or organisation of a chat system."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=KINDS)
    external_id = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "external_id"], name="one_chat_team_per_id")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} team {self.name or self.external_id}"


class ChatAccountQuerySet(models.QuerySet["ChatAccount"]):
    """Chat accounts, as sets."""

    def visible_to(self, by: Actor) -> ChatAccountQuerySet:
        """All for who runs the account; otherwise one's own."""
        if by.runs_the_account:
            return self
        return self.filter(user=by.user) if by.user else self.none()


class ChatAccount(models.Model):
    """Who somebody of a chat team is in Muster."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chat_team = models.ForeignKey(ChatTeam, on_delete=models.PROTECT, related_name="accounts")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="chat_accounts")
    chat_user_id = models.CharField(max_length=200)
    chat_user_name = models.CharField(max_length=200, blank=True)
    connected_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ChatAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chat_team", "chat_user_id"],
                name="one_person_per_chat_user",
                violation_error_code="chat_user_id",
                violation_error_message="This chat account is connected to somebody else. "
                "They have to disconnect it first.",
            ),
            models.UniqueConstraint(
                fields=["chat_team", "user"],
                name="one_chat_user_per_person_and_chat_team",
                violation_error_code="user",
                violation_error_message="You are connected to another account of this chat team. "
                "Disconnect that one first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chat_user_name or self.chat_user_id} of {self.chat_team} is {self.user}"


class IntegrationQuerySet(models.QuerySet["Integration"]):
    """Integrations, as sets."""

    def visible_to(self, by: Actor) -> IntegrationQuerySet:
        """All for who runs the account; none for others."""
        return self if by.runs_the_account else self.none()


class Integration(models.Model):
    """A chat system that may ask Muster, and is told of alerts.

    `adapter` names the module of chatlink.adapters; `secrets` are sealed. The chat team is the one
    that the secret has proved, at its first request or when it was set up.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    adapter = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, null=True, blank=True, related_name="chat_integrations"
    )
    chat_team = models.ForeignKey(
        ChatTeam, on_delete=models.PROTECT, null=True, blank=True, related_name="integrations"
    )
    sealed_secrets = models.TextField(blank=True, editable=False)
    executes_commands = models.BooleanField("execute commands", default=True)
    requires_matching = models.BooleanField("require matching a user", default=False)
    requires_code = models.BooleanField("require a completion code", default=False)
    channels = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name="channels"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_request_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_error = models.CharField(max_length=500, blank=True, editable=False)
    last_error_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = IntegrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chat_team"],
                condition=models.Q(executes_commands=True),
                name="one_executor_per_chat_team",
                violation_error_code="executes_commands",
                violation_error_message="Another integration executes the commands of this chat "
                "team.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def secrets(self) -> dict[str, str]:
        """The credentials, opened; none when SECRET_KEY was changed since: they're typed anew."""
        return unseal_named(self.sealed_secrets)

    @secrets.setter
    def secrets(self, values: dict[str, str]) -> None:
        self.sealed_secrets = seal_named(values)

    @property
    def hook_url(self) -> str:
        """The address that the chat system has to call."""
        return settings.PUBLIC_URL + reverse("chatlink:hook", args=[self.pk])

    @property
    def credentials(self) -> dict[str, str]:
        """The secrets, with what adapters have to know beside them: the chat team, our address."""
        chat_team = self.chat_team.external_id if self.chat_team else ""
        return {**self.secrets, "chat_team": chat_team, "hook_url": self.hook_url}


class Delivery(models.Model):
    """A request that was taken: the same again is a replay. Kept as long as one would be fresh."""

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE)
    once = models.CharField(max_length=64)  # the hash of what tells the request from others
    chat_user_id = models.CharField(max_length=200, blank=True, db_default="")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["integration", "once"], name="no_request_twice")
        ]
        indexes = [models.Index("seen_at", name="deliveries_by_time")]

    def __str__(self) -> str:
        return self.once


class ChatPost(models.Model):
    """An alert that stands in a channel, so that the message can follow the alert."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="chat_posts")
    integration = models.ForeignKey(Integration, on_delete=models.CASCADE)
    channel_id = models.CharField(max_length=200)
    message_id = models.CharField(max_length=200, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "integration", "channel_id"], name="one_post_per_channel"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert} in {self.channel_id}"
