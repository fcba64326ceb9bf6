"""The sidebar and the tabs lead to those settings that somebody may open, and to no others."""

import re

import pytest

from accounts.actions.people import Role, change_role
from accounts.actions.roles import create_role
from tests.make import SYSTEM

CLASSES = {"Main": "nav-main", "Settings": "tabs"}
GENERAL = "/settings/general/"
LINK = re.compile(r'href="(/settings/[^"]*)"')


def links_of(page, name):
    """The addresses below /settings/ in the navigation of that name, if there is one."""
    _, _, after = page.partition(f'<nav class="{CLASSES[name]}" aria-label="{name}">')
    return LINK.findall(after.partition("</nav>")[0])


@pytest.mark.parametrize(
    ("granted", "place", "tabs"),
    [
        (["logs-page-access"], "/settings/activity/", ["/settings/roles/", "/settings/activity/"]),
        (["configurations-read-only"], GENERAL, [GENERAL, "/settings/roles/"]),
        ([], "", []),
    ],
)
def test_a_right_leads_to_what_it_opens(as_user, ben, granted, place, tabs):
    role = create_role("Special", granted=granted, by=SYSTEM)
    change_role(ben, role=Role("custom", role), by=SYSTEM)
    client = as_user(ben)
    page = client.get("/settings/roles/").content.decode()
    assert links_of(page, "Main") == ([place] if place else [])
    assert links_of(page, "Settings") == tabs
    assert all(client.get(address).status_code == 200 for address in tabs)
