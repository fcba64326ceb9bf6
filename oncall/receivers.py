"""What on-call does when something happens on the floors below."""

from typing import Any

from django.dispatch import receiver

from accounts.actors import Actor
from accounts.models import User
from accounts.signals import person_deleting
from oncall.actions.defaults import equip
from oncall.models import Escalation, Schedule
from oncall.signals import escalations_deleting
from oncall.uses import refuse_if_used
from teams.models import Team
from teams.signals import team_created, team_deleting


@receiver(team_created)
def equip_the_team(team: Team, by: Actor, **kwargs: Any) -> None:
    """A new team gets its schedule and its escalation."""
    equip(team, by=by)


@receiver(team_deleting)
def keep_what_others_name(team: Team, by: Actor, **kwargs: Any) -> None:
    """A team that something of others names, or whose schedules or escalations it names, stays."""
    # Locked, so that nobody names one of them meanwhile.
    list(Schedule.objects.filter(team=team).select_for_update().order_by("pk").values("pk"))
    escalations = list(
        Escalation.objects.filter(team=team).select_for_update().order_by("pk").only("name")
    )
    refuse_if_used(team)
    if escalations:
        escalations_deleting.send(Escalation, escalations=escalations, by=by)


@receiver(person_deleting)
def keep_whom_others_name(person: User, **kwargs: Any) -> None:
    """Somebody who has turns in a rotation, or whom an escalation tells, stays."""
    refuse_if_used(person)
