"""What upper floors want to hear of teams. Sent inside the transaction: who raises, undoes it."""

from django.dispatch import Signal

# A new team: on-call and routing give it its schedule, escalation and default rule.
team_created = Signal()  # team: Team, by: Actor

# A team about to be deleted: what names it from above goes first, or raises ValidationError.
team_deleting = Signal()  # team: Team, by: Actor
