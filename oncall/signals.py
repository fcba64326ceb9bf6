"""What upper floors want to hear of on-call. Sent inside the transaction: who raises, undoes it."""

from django.dispatch import Signal

# A new team has its schedule and its escalation: routing makes the default rule that notifies it.
team_equipped = Signal()  # team: Team, schedule: Schedule, escalation: Escalation, by: Actor
