"""A move of the account to a site, and how far each person is."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User

ATLASSIAN, PRACTICE = "atlassian", "practice"  # the keys of the directories


class SiteMigrationQuerySet(models.QuerySet["SiteMigration"]):
    """Moves, as sets."""

    def visible_to(self, by: Actor) -> SiteMigrationQuerySet:
        """All for owners and admins, none for others."""
        return self if by.runs_the_account else self.none()

    def open(self) -> SiteMigrationQuerySet:
        """The one that is neither complete nor cancelled, if any."""
        return self.filter(state__in=SiteMigration.OPEN)

    def newest(self) -> SiteMigration | None:
        """Return the one that is open, or the last one; None when there was none."""
        return self.order_by("-created_at").first()


class SiteMigration(models.Model):
    """One move of the account to a site; at most one is open at a time.

    `step` is what the wizard shows next; `state` is what becomes of the work. `version` counts the
    changes that people made, so that two tabs can't undo each other. `problem` has the directory's
    own words while it asks to wait (`wait_until`; so often in a row: `waits`), or has refused.
    """

    class Step(models.TextChoices):
        """The wizard's pages, in their order."""

        BEFORE = "before", "Before you begin"
        SITE = "site", "Pick a site"
        REVIEW = "review", "Review"
        CONNECT = "connect", "Connect accounts"

    class State(models.TextChoices):
        """What becomes of the work."""

        PREPARING = "preparing", "Preparing"
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        COMPLETE = "complete", "Complete"
        CANCELLED = "cancelled", "Cancelled"

    OPEN = (State.PREPARING, State.RUNNING, State.PAUSED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    directory = models.CharField(max_length=12)
    state = models.CharField(max_length=12, choices=State, default=State.PREPARING)
    step = models.CharField(max_length=12, choices=Step, default=Step.BEFORE)
    version = models.PositiveIntegerField(default=1, db_default=1)
    site_id = models.CharField(max_length=200, blank=True)
    site_name = models.CharField(max_length=200, blank=True)
    site_url = models.CharField(max_length=300, blank=True)
    org_id = models.CharField(max_length=200, blank=True)
    directory_id = models.CharField(max_length=200, blank=True)
    resource = models.CharField(max_length=500, blank=True)
    begun_by = models.CharField(max_length=600)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_by = models.CharField(max_length=600, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    wait_until = models.DateTimeField(null=True, blank=True)
    waits = models.PositiveSmallIntegerField(default=0, db_default=0)
    problem = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    seen_complete_at = models.DateTimeField(null=True, blank=True)

    objects = SiteMigrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(state__in=("preparing", "running", "paused")),
                name="one_open_migration",
                violation_error_message="A migration has begun already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("preparing", "cancelled")) | ~Q(site_id=""),
                name="what_runs_has_a_site",
            ),
        ]

    def __str__(self) -> str:
        return f"migration to {self.site_name or 'an Atlassian site'}"

    @property
    def is_open(self) -> bool:
        """Whether it is neither complete nor cancelled."""
        return self.state in self.OPEN

    @property
    def is_running(self) -> bool:
        """Whether people are being invited and looked after."""
        return self.state == self.State.RUNNING

    @property
    def is_practice(self) -> bool:
        """Whether it goes to the built-in directory: nothing is sent to Atlassian."""
        return self.directory == PRACTICE

    @property
    def has_moved(self) -> bool:
        """Whether the account has moved for good. After a practice one may begin again."""
        return self.state == self.State.COMPLETE and not self.is_practice


class UserMove(models.Model):
    """How far one person is with one move.

    `asked_at` is set before they are invited and cleared by the answer: while it is set, nobody
    knows whether the invitation went out, and a search decides; `doubts` counts how often it
    found that none had. `reason` has the directory's own words when it failed, or why somebody
    was left out (`left_out_by` is empty for who is blocked). `email` is the address that all this
    is about; `again_at` is set while somebody wants them to be invited once more.
    """

    class Status(models.TextChoices):
        """As atlassian.md §1 has them."""

        EMAIL_UNVERIFIED = "email_unverified", "E-mail unverified"
        NOT_INVITED = "not_invited", "Waiting"
        INVITED = "invited", "Invited"
        NEEDS_VERIFICATION = "needs_verification", "Needs verification"
        CONNECTED = "connected", "Connected"
        SUSPENDED = "suspended", "Suspended"
        DEACTIVATED = "deactivated", "Deactivated"
        MANAGED_ELSEWHERE = "managed_elsewhere", "Managed elsewhere"
        EXCLUDED = "excluded", "Excluded"
        FAILED = "failed", "Failed"

    DONE = (Status.CONNECTED, Status.EXCLUDED)
    TOLD = (Status.INVITED, Status.NEEDS_VERIFICATION)  # who have to do something at Atlassian
    LOOKED_AT = (*TOLD, Status.SUSPENDED, Status.DEACTIVATED, Status.MANAGED_ELSEWHERE)
    NEEDS_ADMIN = (
        Status.EMAIL_UNVERIFIED,
        Status.SUSPENDED,
        Status.DEACTIVATED,
        Status.MANAGED_ELSEWHERE,
        Status.FAILED,
    )

    migration = models.ForeignKey(SiteMigration, on_delete=models.CASCADE, related_name="moves")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="moves")
    email = models.CharField(max_length=100)
    status = models.CharField(max_length=20, choices=Status, default=Status.NOT_INVITED)
    since = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    left_out_by = models.CharField(max_length=600, blank=True)
    account_id = models.CharField(max_length=200, blank=True)
    had_account = models.BooleanField(default=False, db_default=False)
    asked_at = models.DateTimeField(null=True, blank=True)
    doubts = models.PositiveSmallIntegerField(default=0, db_default=0)
    invited_at = models.DateTimeField(null=True, blank=True)
    again_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["migration", "user"], name="one_move_per_person"),
            models.CheckConstraint(
                condition=~Q(status="failed") | ~Q(reason=""), name="a_failure_has_its_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status="excluded") | ~Q(reason=""), name="an_exclusion_has_its_reason"
            ),
        ]
        indexes = [
            models.Index("migration", "status", "user", name="moves_by_status"),
            models.Index("migration", "checked_at", "id", name="moves_by_last_look"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_status_display()}"

    def become(self, status: str, *, now: datetime, reason: str = "") -> bool:
        """Set a status and its reason; return whether it is another one than before."""
        is_new = self.status != status
        if is_new:
            self.since = now
        self.status, self.reason = status, reason
        return is_new
