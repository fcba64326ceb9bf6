"""What on-call brings to the floors below: what goes with a team, what is in the way."""

from oncall import uses
from teams.losses import LOSSES


def register_all() -> None:
    """Make on-call known below. Called once, when the app is ready."""
    LOSSES.register("schedule", "schedules", lambda team: team.schedules.count())
    LOSSES.register("escalation", "escalations", lambda team: team.escalations.count())
    uses.register("rotation", uses.rotations_naming)
    uses.register("step", uses.steps_naming)
