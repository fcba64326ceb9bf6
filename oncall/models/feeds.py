"""Calendar feeds with a secret address."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from oncall.models.schedules import Schedule


class CalendarFeed(models.Model):
    """Somebody's own address of a calendar: of one schedule, or of all their shifts.

    The secret in the address is made from the id, `generation` and SECRET_KEY, so it can be
    shown again and is kept nowhere; a new generation ends the old address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_feeds")
    schedule = models.ForeignKey(
        Schedule, on_delete=models.CASCADE, null=True, blank=True, related_name="feeds"
    )
    generation = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_read_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "schedule"],
                condition=Q(schedule__isnull=False),
                name="one_feed_per_person_and_schedule",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(schedule__isnull=True),
                name="one_feed_of_own_shifts",
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.schedule or self.user}"
