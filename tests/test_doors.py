"""Who may open what: one table over all URLs, kept in tests/doors by area.

A row: URL name, method, what the URL needs, then the status for somebody signed out, a stranger
(eve, in no team), a member of Payments (ben), its team admin (tom), an admin (ada), the owner
(olive), and last, for a POST, perhaps its data.
"""

from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from teams.models import Team
from tests.make import make_team, make_user

AREAS = [
    import_module(f"tests.doors.{path.stem}")
    for path in sorted(Path(__file__).parent.glob("doors/[a-z]*.py"))
]
DOORS = [row for area in AREAS for row in area.DOORS]
GROUPS: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
for _area in AREAS:
    for _row in _area.DOORS:
        GROUPS[_area.__name__.rpartition(".")[2], _row[2]].append(_row)
WHO = ("nobody", "eve", "ben", "tom", "ada", "olive")
OPEN = ("theme", "favicon")  # lead signed-out people elsewhere than to the sign-in page
FOREIGN = ("admin:", "account_", "mfa_", "social", "openid_connect_")


@dataclass
class Cast:
    """Everybody, and their team."""

    olive: User
    ada: User
    tom: User
    ben: User
    eve: User
    payments: Team
    nobody: None = None


@pytest.fixture
def cast(olive, ada, tom, ben, eve, payments) -> Cast:
    return Cast(olive, ada, tom, ben, eve, payments)


def make_cast() -> Cast:
    """Everybody, for a whole file of tests."""
    olive, ada = make_user("Olive Owner", role="owner"), make_user("Ada Admin", role="admin")
    tom, ben = make_user("Tom Teamadmin"), make_user("Ben Member")
    payments = make_team("Payments", admins=[tom], members=[ben])
    return Cast(olive, ada, tom, ben, make_user("Eve Stranger"), payments)


def url_kwargs(kind: str, cast: Cast) -> dict[str, Any]:
    """What the URL of a row needs."""
    for area in AREAS:
        if kind in getattr(area, "KINDS", {}):
            return area.KINDS[kind](cast)
    assert not kind, f"No area says what “{kind}” is."
    return {}


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: " ".join(group))
def test_the_doors_open_for_those_who_may(group, cast, as_user):
    """The doors that need the same things are tried together: making those takes the time."""
    clients = {who: as_user(getattr(cast, who)) for who in WHO}
    kwargs = url_kwargs(group[1], cast)
    wrong = {}
    for name, method, _, *rest in GROUPS[group]:
        expected = dict(zip(WHO, rest, strict=False))
        data = rest[len(WHO)] if len(rest) > len(WHO) else {}
        url = reverse(name, kwargs=kwargs)
        found = {who: opened(client, method, url, data) for who, client in clients.items()}
        statuses = {who: response.status_code for who, response in found.items()}
        if statuses != expected:
            wrong[f"{method} {name}"] = {"found": statuses, "expected": expected}
        if statuses["nobody"] == 302 and name not in OPEN:
            assert "/account/login/" in found["nobody"]["Location"]
    assert not wrong


def opened(client: Client, method: str, url: str, data: dict[str, Any]) -> HttpResponse:
    """Ask for a URL; nobody meets what the one before them did."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(url, data)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def test_every_url_of_ours_is_in_the_table():
    known = {row[0] for row in DOORS}
    missing = {name for name in names(get_resolver()) if not name.startswith(FOREIGN)} - known
    assert not missing


def names(resolver: URLResolver, namespace: str = "") -> set[str]:
    """The names of all URLs, with their namespaces."""
    found = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found |= names(entry, inner)
        elif isinstance(entry, URLPattern):
            found.add(namespace + (entry.name or str(entry.pattern)))
    return found
