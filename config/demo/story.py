"""The log of Acme's last weeks: what made it what it is now, and some things that came and went."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from accounts.actors import Via
from accounts.demo import fixed_id
from accounts.models import AuditEntry, User
from config.demo.cast import BY_LOGIN, NIGHT, PEOPLE, Person, person_id
from config.demo.people import joined
from config.demo.teams import TEAMS, TeamOf, joined_at, made_at, team_id
from config.demo.times import moment

IMPORTED_ON = (52, 55)  # days ago: the first people came from a CSV file

# Days ago, minute of the day, who, door, verb, whom or which team, changes, details.
TALES: tuple[tuple[int, int, str, str, str, str, dict[str, Any], dict[str, Any]], ...] = (
    (48, 40, "ada", "web", "person.role_changed", "farid", {"role": ("User", NIGHT)}, {}),
    (46, 95, "ada", "web", "person.role_changed", "ines", {"role": ("Observer", "User")}, {}),
    (42, 200, "Terraform", "api", "team.updated", "Data",
     {"description": ("Warehouse", "Warehouse, pipelines and the nightly reports.")}, {}),
    (39, 15, "ben", "web", "person.updated", "ben", {"time_zone": ("UTC", "Europe/Istanbul")}, {}),
    (35, 310, "tom", "web", "team.member_added", "Payments", {},
     {"person": "Віктор Шевченко", "username": "viktor@acme.example", "role": "user"}),
    (34, 20, "tom", "web", "team.member_removed", "Payments", {},
     {"person": "Віктор Шевченко", "username": "viktor@acme.example", "role": "user"}),
    (30, 120, "anna", "web", "person.role_changed", "yusuf", {"role": ("User", NIGHT)}, {}),
    (27, 60, "olive", "web", "person.role_changed", "anna", {"role": ("User", "Admin")}, {}),
    (26, 250, "ravi", "web", "team.member_role_changed", "Mobile", {"role": ("user", "admin")},
     {"person": "Anna Lindqvist", "username": "anna@acme.example"}),
    (21, 75, "ada", "web", "person.blocked", "viktor", {}, {}),
    (20, 30, "ada", "web", "person.blocked", "hugo", {}, {}),
    (16, 180, "Terraform", "api", "team.updated", "Platform",
     {"description": ("Kubernetes and databases.",
                      "Kubernetes, databases, networks and the build farm.")}, {}),
    (13, 400, "olive", "web", "person.role_changed", "oscar", {"role": ("Admin", "Owner")}, {}),
    (9, 45, "lukasz", "web", "person.updated", "lukasz",
     {"full_name": ("Lukasz Wojcik", "Łukasz Wójcik")}, {}),
    (7, 330, "sofia", "web", "team.member_role_changed", "Support", {"role": ("user", "admin")},
     {"person": "Zoë van Dijk", "username": "zoe@acme.example"}),
    (4, 140, "kaori", "web", "person.updated", "kaori", {"locale": ("en_US", "ja_JP")}, {}),
    (2, 90, "ada", "web", "person.blocked", "uma", {}, {}),
    (2, 94, "ada", "web", "person.unblocked", "uma", {}, {}),
    (1, 470, "tom", "web", "team.updated", "Payments",
     {"description": ("Card payments, refunds and payouts.",
                      "Card payments, refunds and payouts. On call around the clock.")}, {}),
)  # fmt: skip
# What people were at first, where a tale says that it changed.
FIRST_ROLE = {tale[5]: tale[6]["role"][0] for tale in TALES if tale[4] == "person.role_changed"}
FIRST_TEAM_ROLE = {
    (tale[5], tale[7]["username"]): tale[6]["role"][0]
    for tale in TALES
    if tale[4] == "team.member_role_changed"
}


def load(today: datetime) -> None:
    """Insert the log's entries in the order in which they happened."""
    entries = [*of_people(today), *of_teams(today), *of_tales(today)]
    AuditEntry.objects.bulk_create(sorted(entries, key=lambda entry: entry.at))


def of_people(today: datetime) -> Iterator[AuditEntry]:
    """Yield how everybody came, and that most have verified their address."""
    for person in PEOPLE:
        at = joined(person, today)
        maker, via = ("olive", Via.WEB) if person.days_here > IMPORTED_ON[1] else ("ada", Via.WEB)
        if IMPORTED_ON[0] <= person.days_here <= IMPORTED_ON[1]:
            maker, via = "olive", Via.IMPORT
        now = User.Role(person.role).label if person.role in User.Role.values else person.role
        details = {"username": person.username, "role": FIRST_ROLE.get(person.login, now)}
        if person.login != "olive":
            yield about_person(at, maker, via, "person.created", person, details=details)
        if person.verified:
            own = at + timedelta(minutes=90 + 13 * PEOPLE.index(person))
            yield about_person(own, person.login, Via.WEB, "person.verified", person)


def of_teams(today: datetime) -> Iterator[AuditEntry]:
    """Yield how the teams were made and filled."""
    for team in TEAMS:
        yield about_team(made_at(team, today), "ada", Via.WEB, "team.created", team)
        for login, role in team.people:
            at, person = joined_at(team, login, today), BY_LOGIN[login]
            details = {
                "person": person.name,
                "username": person.username,
                "role": FIRST_TEAM_ROLE.get((team.name, person.username), role),
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
