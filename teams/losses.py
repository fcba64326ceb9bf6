"""What goes when a team is deleted. Upper floors add theirs in their AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from teams.models import Team


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of rows that a team takes with it, and how many there are."""

    one: str
    many: str
    count: Callable[[Team], int]


LOSSES: list[Loss] = [
    Loss("membership", "memberships", lambda team: team.memberships.count()),
    Loss("API key", "API keys", lambda team: team.api_keys.in_force().count()),
]


def losses_of(team: Team) -> list[str]:
    """Say what goes with a team: ["4 memberships", "1 API key"]. One query per kind."""
    counted = ((loss, loss.count(team)) for loss in LOSSES)
    return [f"{n:,} {loss.one if n == 1 else loss.many}" for loss, n in counted if n]
