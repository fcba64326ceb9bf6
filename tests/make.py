"""Makes people, teams and the rest for tests: plain keyword functions."""

from itertools import count
from typing import Any

from django.utils import timezone

from accounts.actions.newcomers import create_user
from accounts.actions.people import Role
from accounts.actors import Actor
from accounts.models import User
from teams.actions import add_member, create_team
from teams.models import Membership, Team

PASSWORD = "correct-horse-7"
NOBODYS_ID = "0b6e2f0c-5b1f-4d5e-9a43-1c9d0e8f7a65"
SYSTEM = Actor.system("Test")
_numbers = count(1)


def make_user(
    name: str = "", *, role: str = "user", verified: bool = True, blocked: bool = False, **more: Any
) -> User:
    """A person with the password PASSWORD, able to sign in unless told otherwise."""
    name = name or f"Person {next(_numbers)}"
    username = more.pop("username", f"{name.split()[0].lower()}@acme.example")
    if "username" not in more and name.startswith("Person "):
        username = f"{name.replace(' ', '').lower()}@acme.example"
    person = create_user(username, full_name=name, role=Role(role), by=SYSTEM, **more)
    person.set_password(PASSWORD)
    person.is_verified, person.is_blocked = verified, blocked
    person.save()
    if verified:
        person.contacts.update(verified_at=timezone.now())
    return person


def make_team(name: str = "", *, admins: Any = (), members: Any = ()) -> Team:
    """A team with these people in it."""
    team = create_team(name or f"Team {next(_numbers)}", by=SYSTEM)
    for person in admins:
        add_member(team, person, role=Membership.Role.ADMIN, by=SYSTEM)
    for person in members:
        add_member(team, person, by=SYSTEM)
    return team
