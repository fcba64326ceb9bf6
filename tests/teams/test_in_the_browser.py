import re

import pytest
from playwright.sync_api import expect

from teams.models import Membership
from tests.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


def test_a_team_admin_works_on_members_by_keyboard_alone(tom, ben, eve, payments, open_as):
    page = open_as(tom, f"/teams/{payments.pk}/members/")
    page.get_by_label("Name or e-mail").focus()
    page.keyboard.type("stran")
    option = page.get_by_role("option", name="Eve Stranger")
    expect(option).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name or e-mail")).to_have_value("eve@acme.example")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Eve Stranger added to Payments.").first).to_be_visible()
    expect(page.locator("#member-list")).to_contain_text("eve@acme.example")
    expect(page.get_by_role("link", name="Members 3")).to_be_visible()
    expect(page.get_by_label("Name or e-mail")).to_have_value("")
    expect(page.get_by_label("Name or e-mail")).to_be_focused()

    switch = page.get_by_role("switch", name="Eve Stranger is team admin")
    switch.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Eve Stranger: Team admin in Payments.").first).to_be_visible()
    expect(switch).to_be_checked()
    expect(switch).to_be_focused()
    assert Membership.objects.get(user=eve).role == "admin"

    page.get_by_role("link", name="Remove Eve Stranger").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Remove Eve Stranger from Payments?")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Remove member").press("Enter")
    expect(page.get_by_text("Eve Stranger removed from Payments.").first).to_be_visible()
    assert not Membership.objects.filter(user=eve).exists()


def test_without_script_every_form_works(tom, ben, eve, payments, open_as):
    page = open_as(tom, f"/teams/{payments.pk}/members/", java_script_enabled=False)
    page.get_by_label("Name or e-mail").fill("eve@acme.example")
    page.get_by_role("radio", name="Team admin").check(force=True)
    page.get_by_role("button", name="Add member").click()
    expect(page.get_by_text("Eve Stranger added to Payments.")).to_be_visible()
    assert Membership.objects.get(user=eve).role == "admin"

    row = page.get_by_role("row", name=re.compile("Ben Member"))
    row.get_by_role("switch").check()
    row.get_by_role("button", name="Save role").click()
    expect(page.get_by_text("Ben Member: Team admin in Payments.")).to_be_visible()

    page.get_by_role("link", name="Remove Ben Member").click()
    page.get_by_role("button", name="Remove member").click()
    expect(page.get_by_text("Ben Member removed from Payments.")).to_be_visible()


def test_a_team_admin_makes_and_revokes_a_key(tom, payments, open_as):
    page = open_as(tom, f"/teams/{payments.pk}/", viewport=PHONE)
    page.get_by_role("link", name="API keys").click()
    page.get_by_role("link", name="Create API key").first.click()
    page.get_by_role("button", name="Create API key").click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Name").fill("Grafana")
    page.get_by_role("button", name="Create API key").click()
    expect(page.get_by_text("Copy it now.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Go to API keys").click()
    page.get_by_role("link", name="Revoke Grafana…").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke API key").click()
    expect(page.get_by_text("API key Grafana revoked.").first).to_be_visible()
    assert_accessible(page)


def test_the_log_is_filtered_while_one_types(olive, ben, payments, open_as):
    page = open_as(olive, "/settings/activity/")
    page.get_by_label("Search the log").fill("ben payments")
    expect(page.locator("#log-list li")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?q=ben(\+|%20)payments$"))
    page.get_by_text("Export", exact=True).click()
    expect(page.get_by_role("link", name="Export CSV")).to_have_attribute(
        "href", re.compile(r"export/csv/\?q=ben")
    )
    page.keyboard.press("Escape")
    page.get_by_label("Search the log").fill("")
    page.get_by_label("Person").fill("tom")
    page.get_by_role("option", name="Tom Teamadmin").click()
    expect(page).to_have_url(re.compile(r"\?person=tom%40acme.example$"))
    expect(page.locator("#log-list")).to_contain_text("added Tom Teamadmin to the team Payments")
    expect(page.locator("#log-list")).not_to_contain_text("Ben Member to the team")
    page.get_by_label("Door").select_option("Chat")
    expect(page.get_by_text("No entry matches")).to_be_visible()
    page.get_by_role("link", name="Clear filters").click()
    expect(page.get_by_text("created the team Payments")).to_be_visible()
