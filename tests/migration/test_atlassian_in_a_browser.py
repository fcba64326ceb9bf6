"""To Atlassian's consent page and back, in a real browser: the CSP, the cookies, the redirects."""

import pytest
from playwright.sync_api import expect

from migration.models import AtlassianGrant, SiteMigration
from tests.axe import assert_looks_good_twice
from tests.make import make_user

OLIVE = "olive@acme.example"


@pytest.fixture
def served(live_server, atlassian, connected, settings):
    """Muster and Atlassian, each at an address of its own."""
    settings.PUBLIC_URL = live_server.url
    allowed = [*settings.SECURE_CSP["form-action"], atlassian.url]
    settings.SECURE_CSP = settings.SECURE_CSP | {"form-action": allowed}
    atlassian.do("change", callbacks=[f"{live_server.url}/atlassian/callback/"])
    return atlassian


def test_an_owner_signs_up_and_picks_one_of_two_sites(served, open_as):
    olive = make_user("Olive Owner", role="owner")
    page = open_as(olive, "/settings/general/migration/before/")
    page.get_by_role("radio", name="Atlassian cloud").check()
    page.get_by_role("button", name="Pick a site").click()
    assert_looks_good_twice(page)
    page.get_by_role("button", name="Sign in with Atlassian").click()
    # She refuses at first, and is where she was.
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("You didn't let Muster see your Atlassian account")).to_be_visible()
    served.site("acme", admins=(OLIVE,), people_count=184)
    served.site("labs", OLIVE)
    page.get_by_role("button", name="Sign in with Atlassian").click()
    page.get_by_label("Your e-mail at Atlassian").fill(OLIVE)
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text(f"You are signed in with Atlassian as {OLIVE}.")).to_be_visible()
    expect(page.get_by_text("You are not a site admin")).to_be_visible()
    assert_looks_good_twice(page)
    expect(page.get_by_role("radio", name="labs.atlassian.net")).to_be_disabled()
    page.get_by_role("radio", name="acme.atlassian.net").check()
    page.get_by_role("button", name="Review migration").click()
    expect(page.get_by_text("acme.atlassian.net").first).to_be_visible()
    assert SiteMigration.objects.get().site_id == "acme"
    assert AtlassianGrant.objects.get().email == OLIVE
    page.goto("/settings/general/migration/connection/")
    assert_looks_good_twice(page)
