"""What goes when a team is deleted. A floor above adds its own: `LOSSES.register(…)`."""

from common.losses import Losses
from teams.models import Team

LOSSES: Losses[Team] = Losses()
LOSSES.register("membership", "memberships", lambda team: team.memberships.count())
LOSSES.register("API key", "API keys", lambda team: team.api_keys.in_force().count())
