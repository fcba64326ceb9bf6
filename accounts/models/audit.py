"""The log of everything that was changed. Rows are added, never changed (a trigger sees to it)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func
from django.utils import timezone

from common.folding import words_sql

if TYPE_CHECKING:
    from accounts.actors import Actor


class EntryKind(Func):
    """The kind of an event, which its verb begins with: "team" of "team.created"."""

    template = "split_part(verb, '.', 1)"
    output_field = models.CharField()


class EntryWords(Func):
    """The words of an entry: who, what and all values, but not the names of its fields."""

    template = words_sql(
        "actor_name || ' ' || target_name || ' ' || verb"
        " || ' ' || left(jsonb_path_query_array(details, '$.*')::text, 20000)"
        " || ' ' || left(jsonb_path_query_array(changes, '$.*')::text, 20000)"
    )
    output_field = SearchVectorField()


class AboutPerson(Func):
    """The id of the person whom an entry names besides its target, or null."""

    template = "(details ->> 'person_id')"
    output_field = models.CharField()


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Log entries, as sets."""

    def visible_to(self, by: Actor) -> AuditEntryQuerySet:
        """All for who runs the account or may read the log; a team's key sees its team's.

        A team's members read their team's entries through `of_team`, once the team is theirs
        to see.
        """
        if by.user and by.user.is_blocked:
            return self.none()
        if by.runs_the_account or by.has("logs-page-access"):
            return self
        if by.api_key and by.api_key.team_id:
            return self.of_team(by.api_key.team_id)
        return self.none()

    def of_team(self, team_id: uuid.UUID) -> AuditEntryQuerySet:
        """The entries that concern one team."""
        return self.filter(team_id=team_id)


class AuditEntry(models.Model):
    """Who changed what, by what door, from what to what.

    People, keys and teams are named by id and by the name they had: the entry outlives them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    actor_name = models.CharField(max_length=600)
    via = models.CharField(max_length=8)
    user_id = models.UUIDField(null=True)
    api_key_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=40)
    target_id = models.CharField(max_length=64, blank=True)
    target_name = models.CharField(max_length=600)
    team_id = models.UUIDField(null=True)
    changes = models.JSONField(default=dict)
    details = models.JSONField(default=dict)
    # Kept, not computed while searching: a word that is in few old entries would take a minute.
    search_words = models.GeneratedField(
        expression=EntryWords(), output_field=SearchVectorField(), db_persist=True
    )

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "log entry", "log entries"
        indexes = [
            models.Index("at", "id", name="log_by_time"),
            models.Index("team_id", "at", "id", name="log_of_a_team"),
            models.Index("user_id", "at", name="log_of_a_person"),
            models.Index("target_id", "at", name="log_of_a_target"),
            models.Index(AboutPerson(), "at", name="log_about_a_person"),
            models.Index(EntryKind(), "at", "id", name="log_of_a_kind"),
            models.Index("via", "at", "id", name="log_of_a_door"),
            GinIndex(fields=["search_words"], name="log_by_words"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.verb} {self.target_name}"
