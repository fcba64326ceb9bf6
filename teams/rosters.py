"""A team's members, set all at once."""

from collections.abc import Mapping

from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import can_delete, require
from common.saving import insert_valid, update_valid
from teams.actions import entry_of, hold
from teams.models import Membership, Team
from teams.permissions import can_manage_team

MAY_NOT_TAKE_OUT = "API Key is not granted with delete access: it can't take members out of a team"


@transaction.atomic
def set_members(team: Team, roles: Mapping[User, str], *, by: Actor) -> None:
    """Make these people, in these roles, the members of a team; who isn't named is taken out.

    A constant number of statements. Raises Unfit, ValidationError, PermissionDenied.
    """
    require(can_manage_team(by, team))
    hold(team)
    rows = team.memberships.select_for_update(of=("self",)).select_related("user")
    there = {one.user: one for one in rows.defer("user__search_words", "user__password")}
    gone = [one for person, one in there.items() if person not in roles]
    require(not gone or can_delete(by), MAY_NOT_TAKE_OUT)
    Membership.objects.filter(pk__in=[one.pk for one in gone]).delete()
    removed, added = "team.member_removed", "team.member_added"
    audit.record_all(entry_of(by, removed, one, role=_role(one)) for one in gone)
    _change_roles([one for one in there.values() if one.user in roles], roles, by=by)
    news = [(person, role) for person, role in roles.items() if person not in there]
    new = [Membership(team=team, user=person, role=role) for person, role in news]
    insert_valid(new)
    audit.record_all(entry_of(by, added, one, role=_role(one)) for one in new)


def _change_roles(members: list[Membership], roles: Mapping[User, str], *, by: Actor) -> None:
    changed, entries = [], []
    for one in members:
        before = one.get_role_display()
        if audit.changes_to(one, {"role": roles[one.user]}):
            changes = {"role": (before, one.get_role_display())}
            entries.append(entry_of(by, "team.member_role_changed", one, changes=changes))
            changed.append(one)
    update_valid(changed, [("role",)] * len(changed))
    audit.record_all(entries)


def _role(membership: Membership) -> str:
    return membership.get_role_display().lower()
