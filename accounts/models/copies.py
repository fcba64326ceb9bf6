"""One person's notification rules copied to others, so that it can be looked at and undone."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models.people import User


class RuleCopy(models.Model):
    """A copying of rules: asked for, run by a job, perhaps undone.

    `rules` holds the source's rules as they were when it was asked for (accounts.copying).
    """

    class State(models.TextChoices):
        """Where the copying is."""

        QUEUED = "queued", "Waiting to start"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        UNDOING = "undoing", "Undoing"
        UNDONE = "undone", "Undone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(User, on_delete=models.CASCADE, related_name="rule_copies")
    actions = ArrayField(models.CharField(max_length=20))
    rules = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    asked_by = models.CharField(max_length=600)
    asked_by_id = models.UUIDField(null=True)
    asked_via = models.CharField(max_length=8)
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"Rules of {self.source.full_name}"


class RuleCopyTarget(models.Model):
    """One person who gets the rules: what they had before, what came, what was skipped and why.

    `after_hash` tells whether they changed their rules since, and so whether undoing is safe.
    """

    class Outcome(models.TextChoices):
        """What became of this person's copy."""

        WAITING = "waiting", "Waiting"
        COPIED = "copied", "Copied"
        PARTLY = "partly", "Partly copied"
        SKIPPED = "skipped", "Skipped"
        UNDONE = "undone", "Undone"
        KEPT = "kept", "Not undone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    copy = models.ForeignKey(RuleCopy, on_delete=models.CASCADE, related_name="targets")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING)
    skipped = models.JSONField(default=list)
    before = models.JSONField(default=list)
    after_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["copy", "user"], name="one_copy_per_person")]

    def __str__(self) -> str:
        return f"{self.user}: {self.outcome}"
