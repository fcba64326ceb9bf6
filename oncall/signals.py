"""What upper floors want to hear of on-call. Sent inside the transaction: who raises, undoes it."""

from django.dispatch import Signal

# A new team has its schedule and its escalation: routing makes the default rule that notifies it.
team_equipped = Signal()  # team: Team, schedule: Schedule, escalation: Escalation, by: Actor

# Escalations about to be deleted, one by one or with their team; nothing names them any more.
escalations_deleting = Signal()  # escalations: list[Escalation], by: Actor
