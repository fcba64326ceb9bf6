"""Making, changing and removing teams and memberships."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.models import AuditEntry, User
from accounts.permissions import can_delete, can_manage_account, require
from common import holding
from common.saving import insert_valid, save_valid
from teams.models import Membership, Team
from teams.permissions import can_manage_team
from teams.signals import team_created, team_deleting

audit.WORDS |= {
    "team.created": "created the team {target}",
    "team.updated": "changed the team {target}",
    "team.deleted": "deleted the team {target}",
    "team.member_added": "added {person} to the team {target} as {role}",
    "team.member_removed": "removed {person} from the team {target}",
    "team.member_role_changed": "changed the role of {person} in the team {target}",
}

GONE = "Somebody has deleted this meanwhile."


@transaction.atomic
def create_team(name: str, *, description: str = "", by: Actor) -> Team:
    """Make a team without members. Raises ValidationError naming the field, PermissionDenied."""
    require(can_manage_account(by))
    team = Team(name=name.strip(), description=description.strip())
    save_valid(team)
    audit.record(by, "team.created", team, team_id=team.pk)
    team_created.send(Team, team=team, by=by)
    return team


@transaction.atomic
def update_team(team: Team, *, by: Actor, **values: Any) -> Team:
    """Change a team's name or description."""
    require(can_manage_team(by, team))
    hold(team)
    stripped = {field: value.strip() for field, value in values.items()}
    changes = audit.changes_to(team, stripped)
    if changes:
        save_valid(team)
        audit.record(by, "team.updated", team, team_id=team.pk, changes=changes)
    return team


@transaction.atomic
def delete_team(team: Team, *, by: Actor) -> None:
    """Delete a team, its memberships and its API keys. People stay; so does the log."""
    require(can_manage_account(by) and can_delete(by))
    hold(team)
    team_deleting.send(Team, team=team, by=by)
    members = list(team.members.values_list("username", flat=True))
    audit.record(by, "team.deleted", team, team_id=team.pk, members=members)
    team.delete()


@transaction.atomic
def add_member(
    team: Team, user: User, *, role: str = Membership.Role.USER, by: Actor
) -> Membership:
    """Put a person into a team. Raises ValidationError when they are in it already."""
    require(can_manage_team(by, team))
    hold(team)
    membership = Membership(team=team, user=user, role=role)
    save_valid(membership)
    _record(by, "team.member_added", membership, role=membership.get_role_display().lower())
    return membership


@transaction.atomic
def add_members(
    team: Team, people: Iterable[User], *, role: str = Membership.Role.USER, by: Actor
) -> list[User]:
    """Put several people into a team. Returns those who were in it already."""
    require(can_manage_team(by, team))
    hold(team)
    there = set(team.memberships.values_list("user_id", flat=True))
    people = list(people)
    new = [Membership(team=team, user=one, role=role) for one in people if one.pk not in there]
    insert_valid(new)
    added = "team.member_added"
    audit.record_all(entry_of(by, added, one, role=one.get_role_display().lower()) for one in new)
    return [person for person in people if person.pk in there]


@transaction.atomic
def put_member(team: Team, user: User, *, role: str = "", by: Actor) -> Membership:
    """Put a person into a team, or give who is in it another role; "" leaves them theirs."""
    require(can_manage_team(by, team))
    hold(team)
    there = team.memberships.filter(user=user).first()
    if there is None:
        return add_member(team, user, role=role or Membership.Role.USER, by=by)
    return change_member_role(there, role=role, by=by) if role else there


@transaction.atomic
def change_member_role(membership: Membership, *, role: str, by: Actor) -> Membership:
    """Make a member a team admin, or a plain member again."""
    require(can_manage_team(by, membership.team))
    hold(membership)
    before = membership.get_role_display()
    if audit.changes_to(membership, {"role": role}):
        save_valid(membership)
        changes = {"role": (before, membership.get_role_display())}
        _record(by, "team.member_role_changed", membership, changes=changes)
    return membership


@transaction.atomic
def remove_member(membership: Membership, *, by: Actor) -> None:
    """Take a person out of a team. Twice is once."""
    require(can_manage_team(by, membership.team) and can_delete(by))
    gone, _ = Membership.objects.filter(pk=membership.pk).delete()
    if gone:
        _record(by, "team.member_removed", membership, role=membership.get_role_display().lower())


def note_leaving(person: User, *, by: Actor) -> None:
    """Write into the logs of a person's teams that they leave with all that is theirs."""
    removed = "team.member_removed"
    audit.record_all(
        entry_of(by, removed, one, role=one.get_role_display().lower())
        for one in Membership.objects.filter(user=person).select_related("team", "user")
    )


def hold(row: Team | Membership) -> None:
    """Lock a row until the transaction ends, and read it anew. Raises ValidationError."""
    holding.hold(row, gone=GONE)


def _record(by: Actor, verb: str, membership: Membership, **more: Any) -> None:
    audit.record_all([entry_of(by, verb, membership, **more)])


def entry_of(
    by: Actor,
    verb: str,
    membership: Membership,
    *,
    changes: audit.Changes | None = None,
    **details: str,
) -> AuditEntry:
    """Make the team's log entry of what becomes of a membership; it is not written yet."""
    team, person = membership.team, membership.user
    return audit.entry(
        by,
        verb,
        team,
        team_id=team.pk,
        changes=changes,
        person=person.full_name,
        person_id=person.pk,
        username=person.username,
        **details,
    )
