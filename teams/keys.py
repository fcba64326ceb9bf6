"""The API keys of a team, which whoever manages the team makes and revokes."""

from accounts.actions import keys
from accounts.actions.keys import Access, NewKey
from accounts.actors import Actor
from accounts.models import ApiKey
from accounts.permissions import require
from teams.models import Team
from teams.permissions import can_manage_team


def create_team_key(team: Team, *, name: str, access: Access, by: Actor) -> NewKey:
    """Make a key of one team. Raises PermissionDenied, ValidationError naming the field."""
    manages = can_manage_team(by, team)
    require(manages)
    return keys.create_key(name, team=team, access=access, runs_team=manages, by=by)


def revoke_team_key(team: Team, key: ApiKey, *, by: Actor) -> None:
    """Stop a key of this team from working, at once and for good. Raises PermissionDenied."""
    manages = can_manage_team(by, team) and key.team_id == team.pk
    require(manages)
    keys.revoke_key(key, runs_team=manages, by=by)
