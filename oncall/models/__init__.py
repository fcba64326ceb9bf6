"""Schedules with rotations and overrides, escalations, calendar feeds."""

from oncall.models.escalations import Escalation, EscalationRule
from oncall.models.feeds import CalendarFeed
from oncall.models.schedules import Override, Participant, Rotation, Schedule

__all__ = [
    "CalendarFeed",
    "Escalation",
    "EscalationRule",
    "Override",
    "Participant",
    "Rotation",
    "Schedule",
]
