"""The settings in a real browser: with and without script, by keyboard, by axe."""

from functools import partial

import pytest
from playwright.sync_api import expect

from accounts.actions.keys import create_key
from accounts.actions.roles import create_role
from accounts.models import ApiKey, CustomRole, User
from tests.axe import assert_accessible, assert_good_looking
from tests.make import SYSTEM, make_team, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visit(open_as):
    """A function that opens a page as olive, who is a superuser as well."""
    olive = make_user("Olive Owner", role="owner")
    User.objects.filter(pk=olive.pk).update(is_superuser=True)
    make_team("Payments")
    return partial(open_as, olive)


def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit):
    role = create_role("Night operator", granted=["logs-page-access"], by=SYSTEM)
    key = create_key("Grafana", by=SYSTEM).row
    page = visit("/settings/general/")
    paths = (
        "/settings/general/",
        "/settings/roles/",
        "/settings/roles/?q=nothing-of-the-kind",
        "/settings/roles/new/",
        f"/settings/roles/{role.pk}/",
        f"/settings/roles/{role.pk}/delete/",
        "/settings/api-keys/",
        "/settings/api-keys/new/",
        f"/settings/api-keys/{key.pk}/revoke/",
    )
    assert_good_looking(page, paths)


def test_a_key_of_a_team_is_made_by_keyboard_and_shown_once(visit):
    page = visit("/settings/api-keys/new/", permissions=["clipboard-read", "clipboard-write"])
    expect(page.get_by_label("Team", exact=True)).to_be_hidden()
    page.get_by_label("Name").focus()
    page.keyboard.type("Grafana")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("pay")
    page.get_by_role("option", name="Payments").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Team", exact=True)).to_have_value("Payments")
    page.get_by_role("button", name="Create API key").press("Enter")
    expect(page.get_by_role("heading", name="Grafana: your new key")).to_be_focused()
    secret = page.locator("#new-key").inner_text()
    page.get_by_role("button", name="Copy key").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == secret
    assert ApiKey.objects.get().team.name == "Payments"
    assert_accessible(page)
    page.reload()
    assert secret not in page.content()
    page.go_back()
    assert secret not in page.content()


def test_a_refused_key_says_why_in_its_place(visit):
    page = visit("/settings/api-keys/new/")
    page.get_by_label("Name").fill("Grafana")
    page.get_by_label("One team").check()
    page.get_by_role("button", name="Create API key").click()
    expect(page.get_by_text("Choose the team that the key reaches.")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Grafana")


def test_a_key_is_revoked_in_a_dialog(visit):
    create_key("Grafana", by=SYSTEM)
    page = visit("/settings/api-keys/")
    page.get_by_role("link", name="Revoke Grafana…").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke API key").click()
    expect(page.get_by_text("API key Grafana revoked.")).to_be_visible()
    expect(page.get_by_role("heading", name="No API keys")).to_be_visible()


def test_all_of_it_works_without_script(visit):
    page = visit("/settings/api-keys/new/", java_script_enabled=False)
    page.get_by_label("Name").fill("Grafana")
    page.get_by_label("One team").check()
    page.get_by_label("Team", exact=True).fill("payments")
    page.get_by_role("button", name="Create API key").click()
    assert len(page.locator("#new-key").inner_text()) == 36
    page.get_by_role("link", name="Go to API keys").click()
    page.get_by_role("link", name="Revoke Grafana…").click()
    page.get_by_role("button", name="Revoke API key").click()
    expect(page.get_by_text("API key Grafana revoked.")).to_be_visible()

    page.goto("/settings/roles/new/")
    page.get_by_label("Name").fill("Night operator")
    page.get_by_role("radiogroup", name="quiet-hours-edit").get_by_label("Disallow").check()
    page.get_by_role("button", name="Create role").click()
    expect(page.get_by_role("heading", name="Night operator")).to_be_visible()
    assert CustomRole.objects.get().disallowed == ["quiet-hours-edit"]

    page.goto("/settings/roles/")
    page.get_by_label("Search rights").fill("alert-close")
    page.get_by_role("button", name="Show rights").click()
    expect(page.get_by_role("rowheader", name="alert-close-all")).to_be_visible()
    expect(page.get_by_text("profile-edit")).to_have_count(0)


def test_on_a_phone_one_role_is_shown_at_a_time(visit):
    page = visit("/settings/roles/", viewport={"width": 390, "height": 900})
    head = page.get_by_role("table", name="Account").get_by_role("columnheader")
    expect(head.filter(visible=True)).to_have_text(["Right", "Owner"])
    page.get_by_label("Role to show").select_option("Observer")
    expect(head.filter(visible=True)).to_have_text(["Right", "Observer"])
    page.get_by_label("Search rights").press_sequentially("logs-")
    expect(page.get_by_role("table")).to_have_count(1)


@pytest.mark.parametrize("width", [1280, 390])
def test_many_roles_scroll_in_their_own_place(visit, width):
    for number in range(6):
        create_role(f"Role {number}", by=SYSTEM)
    page = visit("/settings/roles/", viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_djangos_admin_keeps_to_the_strict_csp(visit):
    page = visit("/django-admin/")
    person = User.objects.get(username="olive@acme.example").pk
    for path in (
        "/django-admin/",
        "/django-admin/accounts/user/",
        "/django-admin/accounts/user/?q=role:owner",
        f"/django-admin/accounts/user/{person}/change/",
        "/django-admin/accounts/auditentry/",
        "/django-admin/procrastinate/procrastinatejob/",
    ):
        page.goto(path)
        expect(page.locator("#site-name")).to_be_visible()
    page.goto(f"/django-admin/accounts/user/{person}/change/")
    page.get_by_label("Full name").fill("Olivia Owner")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Olivia Owner")
