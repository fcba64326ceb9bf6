"""Alerts, which way they went, their log, who was told."""

from alerts.models.alerts import Alert
from alerts.models.logs import AlertLog, AlertRequest
from alerts.models.notifications import EscalationRun, Notification, ShiftWatch
from alerts.models.routes import Route

__all__ = [
    "Alert",
    "AlertLog",
    "AlertRequest",
    "EscalationRun",
    "Notification",
    "Route",
    "ShiftWatch",
]
