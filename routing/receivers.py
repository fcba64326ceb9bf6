"""What routing does when something happens on the floors below."""

from typing import Any

from django.dispatch import receiver

from oncall.models import Escalation
from oncall.signals import team_equipped
from routing.defaults import make_default_rule
from teams.models import Team


@receiver(team_equipped)
def make_the_default_rule(team: Team, escalation: Escalation, **kwargs: Any) -> None:
    """A new team's alerts go to its escalation."""
    make_default_rule(team, escalation)
