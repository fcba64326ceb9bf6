"""Who may do what with schedules and escalations."""

from django.db.models import Q

from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import can_manage_account
from oncall.models import Override, Participant, Schedule
from teams.models import Membership, Team
from teams.permissions import can_manage_team


def can_manage_oncall(by: Actor, team: Team | None) -> bool:
    """Whether the actor may change a team's schedules and escalations: who manages the team.

    What belongs to no team, owners and admins change.
    """
    return can_manage_team(by, team) if team else can_manage_account(by)


def can_override(by: Actor, schedule: Schedule, person: User) -> bool:
    """Whether the actor may put this person on call for a while.

    Who manages the schedule may put anybody. For themselves, people of the schedule may who can
    answer an alert: members of its team, and whoever takes turns in it.
    """
    if can_manage_oncall(by, schedule.team):
        return True
    is_able = by.is_person(person) and not person.is_blocked and by.has("alert-acknowledge")
    return is_able and is_of_schedule(person, schedule)


def can_remove_override(by: Actor, override: Override) -> bool:
    """Whether the actor may change or remove an override: who manages it, or whose it is."""
    is_own = by.is_person(override.user) and not override.user.is_blocked
    return is_own or can_manage_oncall(by, override.schedule.team)


def is_of_schedule(person: User, schedule: Schedule) -> bool:
    """Whether somebody is in the schedule's team, or takes turns in it, by themselves or a team."""
    teams = Membership.objects.filter(user=person).values("team")
    turns = Participant.objects.filter(rotation__schedule=schedule)
    is_member = Membership.objects.filter(user=person, team=schedule.team_id).exists()
    return is_member or turns.filter(Q(user=person) | Q(team__in=teams)).exists()


def can_make_schedules(by: Actor) -> bool:
    """Whether there is a team whose schedules and escalations the actor may make and change."""
    if can_manage_account(by):
        return True
    if not by.user or by.user.is_blocked:
        return False
    return Membership.objects.filter(user=by.user, role=Membership.Role.ADMIN).exists()
