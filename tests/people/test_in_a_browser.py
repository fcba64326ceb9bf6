"""The people pages in a real browser: with and without script, by keyboard, by axe."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.axe import assert_accessible, assert_good_looking
from tests.make import make_team, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visit(open_as, ada, olive, ben):
    """A function that opens a page as ada, among a few people."""
    make_user("Dana Diaz", verified=False)
    make_team("Payments", members=[ben])
    return partial(open_as, ada)


def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit):
    page = visit("/people/")
    ben = User.objects.get(username="ben@acme.example").pk
    paths = (
        "/people/",
        "/people/?q=rolle:x",
        "/people/?q=marcus&verified=no",
        "/people/import/",
        "/people/readiness/",
        f"/people/{ben}/rights/",
        f"/people/{ben}/edit/",
        f"/people/{ben}/role/",
        f"/people/{ben}/email/",
        f"/people/{ben}/block/",
        f"/people/{ben}/delete/",
        "/search/?q=a",
        "/search/?q=zzz",
    )
    assert_good_looking(page, paths)


def test_typing_narrows_the_list_and_the_address_follows(visit):
    page = visit("/people/")
    page.get_by_role("searchbox", name="Search people").press_sequentially("ben")
    expect(page.get_by_text("Ada Admin")).to_have_count(0)
    expect(page.get_by_role("link", name="Ben Member")).to_be_visible()
    assert page.url.endswith("/people/?q=ben")
    assert "q=ben" in (page.get_by_role("link", name="Export CSV").get_attribute("href") or "")
    page.get_by_role("link", name="E-mail").click()
    expect(page.get_by_role("link", name="E-mail")).to_have_attribute("aria-current", "true")
    page.get_by_label("Verified").select_option("no")
    expect(page.get_by_text("Nobody matches “ben” and “Not verified”")).to_be_visible()
    assert "sort=email" in page.url
    page.go_back()
    expect(page.get_by_role("link", name="Ben Member")).to_be_visible()


def test_bulk_and_row_actions_go_through_dialogs(visit):
    page = visit("/people/")
    expect(page.get_by_role("button", name="Block people…")).to_be_hidden()
    page.get_by_label("Select Ben Member").check()
    page.get_by_label("Select Olive Owner").check()
    expect(page.get_by_text("2 selected")).to_be_visible()
    page.get_by_role("button", name="Change role…").click()
    page.get_by_role("dialog").get_by_label("Role").select_option("Observer")
    page.get_by_role("dialog").get_by_role("button", name="Change role").click()
    expect(page.locator("#toasts")).to_contain_text("Gave 1 person the role Observer.")
    expect(page.locator("#toasts")).to_contain_text("Olive Owner: Only an owner may manage owners.")

    page.get_by_label("More for Ben Member").click()
    page.get_by_role("link", name="Delete…").locator("visible=true").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Type ben@acme.example to delete them").fill("ben")
    dialog.get_by_role("button", name="Delete Ben Member").click()
    expect(dialog.get_by_text("Type ben@acme.example.")).to_be_visible()
    assert_accessible(page)
    dialog.get_by_label("Type ben@acme.example to delete them").fill("ben@acme.example")
    dialog.get_by_role("button", name="Delete Ben Member").click()
    expect(page.locator("#toasts")).to_contain_text("Deleted Ben Member.")


@pytest.mark.parametrize("script", [True, False])
def test_a_file_is_imported(visit, script):
    page = visit("/people/import/", java_script_enabled=script)
    text = "email;full name;teams\nnew@acme.example;New Person;Payments\ndana@acme.example;D;\n"
    page.get_by_label("CSV file").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Show the plan").click()
    expect(page.get_by_role("heading", name="Will change")).to_be_visible()
    page.get_by_role("button", name="Import 2 people").click()
    expect(page.locator("#toasts")).to_contain_text("Imported: 1 added, 1 changed.")
    assert User.objects.get(username="new@acme.example").teams.get().name == "Payments"


def test_everything_works_without_script(visit):
    page = visit("/people/", java_script_enabled=False)
    page.get_by_role("searchbox", name="Search people").fill("dana")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile("q=dana"))
    page.get_by_label("Select Dana Diaz").check()
    page.get_by_role("button", name="Block people…").click()
    page.get_by_role("button", name="Block 1 person").click()
    expect(page.locator("#toasts")).to_contain_text("Blocked 1 person.")
    page.get_by_label("Select Dana Diaz").check()
    page.get_by_role("button", name="Change role…").click()
    page.get_by_label("Role", exact=True).select_option("Observer")
    page.get_by_role("button", name="Change role").click()
    expect(page.locator("#toasts")).to_contain_text("Gave 1 person the role Observer.")
    page.get_by_label("More for Dana Diaz").click()
    page.get_by_role("link", name="Unblock…").click()
    page.get_by_role("button", name="Unblock Dana Diaz").click()
    expect(page.locator("#toasts")).to_contain_text("Unblocked Dana Diaz.")
