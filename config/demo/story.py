"""The log of Acme's last weeks: what made it what it is now, and some things that came and went."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from accounts.actors import Via
from accounts.demo import fixed_id
from accounts.models import AuditEntry, User
from config.demo.cast import BY_LOGIN, PEOPLE, ROLES, Person, person_id, role_id
from config.demo.people import INVITATIONS, REVOKED_AFTER, joined
from config.demo.tales import FIRST_ROLE, FIRST_TEAM_ROLE, TALES
from config.demo.teams import GROUPS, TEAMS, TeamOf, joined_at, made_at, team_id
from config.demo.times import moment
from teams.models import Membership

IMPORTED_ON = (52, 55)  # days ago: the first people came from a CSV file
SOON = timedelta(seconds=1)


def load(today: datetime) -> None:
    """Insert the log's entries in the order in which they happened."""
    entries = [*of_people(today), *of_sessions(today), *of_roles(today)]
    entries += [*of_teams(today), *of_tales(today)]
    AuditEntry.objects.bulk_create(sorted(entries, key=lambda entry: entry.at))


def of_people(today: datetime) -> Iterator[AuditEntry]:
    """Yield how everybody came: by import or invitation, and what became of it."""
    for person in PEOPLE:
        at = joined(person, today)
        maker, via = maker_of(person)
        now = User.Role(person.role).label if person.role in User.Role.values else person.role
        details = {"username": person.username, "role": FIRST_ROLE.get(person.login, now)}
        if person.login != "olive":
            yield about_person(at, maker, via, "person.created", person, details=details)
            sent = {"username": person.username}
            yield about_person(at + SOON, maker, via, "invitation.sent", person, details=sent)
        if person.verified:
            own = at + timedelta(minutes=90 + 13 * PEOPLE.index(person))
            yield about_person(own, person.login, Via.WEB, "person.password_set", person)
            yield about_person(own + SOON, person.login, Via.WEB, "person.verified", person)
        elif INVITATIONS[person.login].is_revoked:
            gone = at + REVOKED_AFTER
            yield about_person(gone, maker, Via.WEB, "invitation.revoked", person)


def maker_of(person: Person) -> tuple[str, Via]:
    """Who added a person, and by which door."""
    if person.login in INVITATIONS:
        return INVITATIONS[person.login].issued_by, Via.WEB
    first, last = IMPORTED_ON
    return ("olive", Via.IMPORT) if first <= person.days_here <= last else ("ada", Via.WEB)


def of_sessions(today: datetime) -> Iterator[AuditEntry]:
    """Yield the last sign-in of everybody who was here in the last days."""
    for person in PEOPLE:
        if person.active is not None and person.active < 100:
            at = today - timedelta(hours=person.active, minutes=7 + PEOPLE.index(person))
            how = {"how": "a password"}
            yield about_person(at, person.login, Via.WEB, "session.started", person, details=how)


def of_roles(today: datetime) -> Iterator[AuditEntry]:
    """Yield how Acme's own roles and groups were made."""
    for number, role in enumerate(ROLES):
        details = {"extends": role.extends, "granted": role.granted, "disallowed": role.disallowed}
        target = ("customrole", str(role_id(role.name)), role.name)
        at = moment(today, 53, 12 + number)
        yield entry(at, "olive", Via.WEB, "role.created", target, details=details)
    for number, (name, _, _) in enumerate(GROUPS):
        target = ("group", str(fixed_id("group", name)), name)
        yield entry(moment(today, 28, 150 + 9 * number), "ada", Via.WEB, "group.created", target)


def of_teams(today: datetime) -> Iterator[AuditEntry]:
    """Yield how the teams were made and filled."""
    for team in TEAMS:
        yield about_team(made_at(team, today), "ada", Via.WEB, "team.created", team)
        for login, role in team.people:
            at, person = joined_at(team, login, today), BY_LOGIN[login]
            first = FIRST_TEAM_ROLE.get((team.name, person.username), Membership.Role(role).label)
            details = {
                "person": person.name,
                "username": person.username,
                "role": first.lower(),
            }
            yield about_team(at, "ada", Via.WEB, "team.member_added", team, details=details)


def of_tales(today: datetime) -> Iterator[AuditEntry]:
    """Yield what else happened."""
    teams = {team.name: team for team in TEAMS}
    for days, minute, who, via, verb, target, changes, details in TALES:
        at = moment(today, days, minute)
        if target in teams:
            yield about_team(at, who, via, verb, teams[target], changes=changes, details=details)
        else:
            person = BY_LOGIN[target]
            yield about_person(at, who, via, verb, person, changes=changes, details=details)


def about_person(
    at: datetime, who: str, via: str, verb: str, person: Person, **more: Any
) -> AuditEntry:
    """Return an entry about a person."""
    return entry(at, who, via, verb, ("user", str(person_id(person.login)), person.name), **more)


def about_team(
    at: datetime, who: str, via: str, verb: str, team: TeamOf, **more: Any
) -> AuditEntry:
    """Return an entry about a team."""
    target = ("team", str(team_id(team.name)), team.name)
    return entry(at, who, via, verb, target, team_id=team_id(team.name), **more)


def entry(
    at: datetime, who: str, via: str, verb: str, target: tuple[str, str, str], **more: Any
) -> AuditEntry:
    """Return a log entry. `who` is a login, or the name of a script that has no person."""
    actor = BY_LOGIN.get(who)
    kind, identity, name = target
    return AuditEntry(
        id=fixed_id("entry", verb, identity, more.get("details", {}).get("username", "")),
        at=at,
        actor_name=actor.name if actor else who,
        via=via,
        user_id=person_id(who) if actor else None,
        verb=verb,
        target_kind=kind,
        target_id=identity,
        target_name=name,
        **more,
    )
