"""Makes people and teams, quickly: nearly every test wants some.

The actions make one of each kind; the rest are put in as that one was (tests/recorded.py).
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actions.newcomers import create_user
from accounts.actions.people import Role
from accounts.actors import Actor
from accounts.models import Account, User
from teams.actions import add_member, create_team
from teams.models import Membership, Team
from tests import recorded

PASSWORD = "correct-horse-7"
SYSTEM = Actor.system("Test")
SOMEBODY, A_TEAM = ("stand.in@acme.example", "Stand In"), "Some Team"
numbers = count(1)
_recordings: dict[Any, recorded.Recording] = {}


def make_user(
    name: str = "", *, role: str = "user", verified: bool = True, blocked: bool = False, **more: Any
) -> User:
    """A person with the password PASSWORD, able to sign in unless told otherwise."""
    name = name or f"Person {next(numbers)}"
    username = more.pop("username", f"{name.split()[0].lower()}@acme.example")
    if "username" not in more and name.startswith("Person "):
        username = f"{name.replace(' ', '').lower()}@acme.example"
    kind = {"role": role, "verified": verified, "blocked": blocked}
    if more or username != username.lower() or not recorded.are_plain(username, name):
        return _make_user(username, name, **kind, **more)
    made = _recorded(_make_user, lambda: SOMEBODY, **kind)
    return User.objects.get(pk=made.put_in(username, name))


def _make_user(
    username: str,
    name: str,
    *,
    role: str,
    verified: bool = True,
    blocked: bool = False,
    **more: Any,
) -> User:
    person = create_user(username, full_name=name, role=Role(role), by=SYSTEM, **more)
    person.set_password(PASSWORD)
    person.is_verified, person.is_blocked = verified, blocked
    person.save()
    if verified:
        person.contacts.update(verified_at=timezone.now())
    return person


def make_team(name: str = "", *, admins: Any = (), members: Any = ()) -> Team:
    """A team with these people in it."""
    name = name or f"Team {next(numbers)}"
    if recorded.are_plain(name):
        made = _recorded(_make_team, lambda: [A_TEAM])
        team = Team.objects.get(pk=made.put_in(name))
    else:
        team = _make_team(name)
    for people, role in ((admins, Membership.Role.ADMIN), (members, Membership.Role.USER)):
        for person in people:
            names = (team.name, person.full_name, person.username)
            if recorded.are_plain(*names):
                made = _recorded(_make_member, _some_team_and_somebody, role=role)
                made.put_in(str(team.pk), str(person.pk), *names)
            else:
                add_member(team, person, role=role, by=SYSTEM)
    return team


def _make_team(name: str) -> Team:
    return create_team(name, by=SYSTEM)


def _some_team_and_somebody() -> list[str]:
    team, person = _make_team(A_TEAM), _make_user(*SOMEBODY, role="user")
    return [str(team.pk), str(person.pk), A_TEAM, person.full_name, person.username]


def _make_member(team_id: str, user_id: str, *names: str, role: str) -> Membership:
    team, person = Team.objects.get(pk=team_id), User.objects.get(pk=user_id)
    return add_member(team, person, role=role, by=SYSTEM)


def _recorded(make: Any, of: Callable[[], Sequence[str]], **kind: str | bool) -> recorded.Recording:
    """What is made of these stand-ins, as things are now."""
    account, hour = Account.current(), timezone.now().replace(minute=0, second=0, microsecond=0)
    things = (account.time_zone, account.locale, hour, *settings.PASSWORD_HASHERS)
    key = (make, *kind.values(), *things)
    if key not in _recordings:
        with transaction.atomic():
            _recordings[key] = recorded.record(partial(make, **kind), *of())
            transaction.set_rollback(True)
    return _recordings[key]
