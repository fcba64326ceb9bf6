"""What teams do when something happens on the floor below."""

from typing import Any

from django.dispatch import receiver

from accounts.actors import Actor
from accounts.models import User
from accounts.signals import person_deleting
from teams.actions import note_leaving


@receiver(person_deleting)
def note_in_the_teams(person: User, by: Actor, **kwargs: Any) -> None:
    """A deleted person leaves their teams: each team's log says so."""
    note_leaving(person, by=by)
