"""Acme's teams and groups, and who is in them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from accounts.demo import fixed_id
from accounts.models import Group, GroupMembership
from config.demo.cast import BY_LOGIN, person_id
from config.demo.people import joined
from config.demo.times import moment
from teams.models import Membership, Team


@dataclass(frozen=True, slots=True)
class TeamOf:
    """A team: its admins' logins, its other members' logins."""

    name: str
    description: str
    admins: str
    members: str

    @property
    def people(self) -> list[tuple[str, str]]:
        """The logins of all members with their role in the team."""
        admins = [(login, Membership.Role.ADMIN.value) for login in self.admins.split()]
        return admins + [(login, Membership.Role.USER.value) for login in self.members.split()]


TEAMS = (
    TeamOf("Payments", "Card payments, refunds and payouts. On call around the clock.", "tom",
           "ben cem dana ada"),
    TeamOf("Platform", "Kubernetes, databases, networks and the build farm.", "jamal",
           "ada ben farid lukasz yusuf"),
    TeamOf("Fraud", "Scores every payment and stops the bad ones.", "ines",
           "cem hugo kaori quentin"),
    TeamOf("Mobile", "The apps for Android and iOS, and their releases.", "ravi anna",
           "kaori viktor"),
    TeamOf("Data", "Warehouse, pipelines and the nightly reports.", "paola", "lukasz nils"),
    TeamOf("Support", "Answers customers, and is the first to hear of trouble.", "sofia zoe",
           "uma yusuf grace"),
)  # fmt: skip
GROUPS = (
    ("Shift leads", "Whom to copy notification rules to first.", "tom jamal ines ravi paola sofia"),
    ("Night watch", "Awake while Europe sleeps.", "farid yusuf kaori jamal sofia"),
)


def team_id(name: str) -> UUID:
    """Return the id of the team of that name."""
    return fixed_id("team", name)


def load(today: datetime) -> None:
    """Insert teams, groups and their members."""
    Team.objects.bulk_create(
        Team(
            id=team_id(team.name),
            name=team.name,
            description=team.description,
            created_at=made_at(team, today),
        )
        for team in TEAMS
    )
    Membership.objects.bulk_create(
        Membership(
            id=fixed_id("membership", team.name, login),
            team_id=team_id(team.name),
            user_id=person_id(login),
            role=role,
            joined_at=joined_at(team, login, today),
        )
        for team in TEAMS
        for login, role in team.people
    )
    load_groups()


def load_groups() -> None:
    """Insert the groups and who is in them."""
    Group.objects.bulk_create(
        Group(id=fixed_id("group", name), name=name, description=description)
        for name, description, _ in GROUPS
    )
    GroupMembership.objects.bulk_create(
        GroupMembership(
            id=fixed_id("in group", name, login),
            group_id=fixed_id("group", name),
            user_id=person_id(login),
        )
        for name, _, logins in GROUPS
        for login in logins.split()
    )


def made_at(team: TeamOf, today: datetime) -> datetime:
    """When the team was made."""
    return moment(today, 51, 23 * TEAMS.index(team))


def joined_at(team: TeamOf, login: str, today: datetime) -> datetime:
    """When somebody came into the team: after both were there."""
    there = max(made_at(team, today), joined(BY_LOGIN[login], today))
    return there + timedelta(minutes=11 + 3 * [name for name, _ in team.people].index(login))
