"""What on-call does when something happens on the floors below."""

from typing import Any

from django.dispatch import receiver

from accounts.actors import Actor
from oncall.actions.defaults import equip
from teams.models import Team
from teams.signals import team_created


@receiver(team_created)
def equip_the_team(team: Team, by: Actor, **kwargs: Any) -> None:
    """A new team gets its schedule and its escalation."""
    equip(team, by=by)
