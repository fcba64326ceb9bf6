"""What upper floors want to hear of alerts. Sent inside the transaction: who raises, undoes it."""

from django.dispatch import Signal

# Something happened to alerts: their new log entries, each with its `alert`; many for a bulk.
# An alert that comes in is told of by the job `alerts.tell` instead, to keep intake quick.
alert_logged = Signal()  # entries: list[AlertLog], by: Actor

# The people of an alert are being told: of a new one, and again when a snooze ends.
alert_telling = Signal()  # alert: Alert
