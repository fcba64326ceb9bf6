"""Who may do what with a team."""

from accounts.actors import Actor
from accounts.permissions import can_manage_account
from teams.models import Membership, Team


def is_on_team(by: Actor, team: Team) -> bool:
    """Whether the actor is a member of the team, whatever their role in it."""
    return bool(by.user) and Membership.objects.filter(team=team, user=by.user).exists()


def can_manage_team(by: Actor, team: Team) -> bool:
    """Whether the actor may change the team and its members: account's admins, team's admins.

    A team's own key may, when it has configuration access.
    """
    if can_manage_account(by):
        return True
    if key := by.api_key:
        return key.team_id == team.pk and key.may_write and key.may_configure
    if not by.user or by.user.is_blocked:
        return False
    admins = Membership.objects.filter(team=team, role=Membership.Role.ADMIN)
    return admins.filter(user=by.user).exists()
