"""The profile, copying and groups in a real browser: by mouse, by keyboard, without script."""

import re

import pytest
from playwright.sync_api import expect

from accounts.actions.contacts import add_contact
from accounts.actions.groups import add_to_group, create_group
from accounts.actions.rules import add_step
from oncall.windows import Typed
from tests.axe import assert_accessible, assert_good_looking
from tests.jobs import run_jobs
from tests.make import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def number(ben):
    """A number of Ben's that no provider can reach, used by his rule for new alerts."""
    contact = add_contact(ben, method="sms", to="1-5550000001", by=SYSTEM)
    rule = ben.notification_rules.get(action="create-alert")
    add_step(rule, contact=contact, after_minutes=1, by=SYSTEM)
    return contact


def test_a_switch_takes_effect_at_once_and_keeps_the_focus(ben, number, open_as):
    page = open_as(ben, "/profile/")
    switch = page.get_by_role("switch", name="E-mail ben@acme.example enabled")
    switch.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Disabled by Ben Member")).to_be_visible()
    expect(page.get_by_text("E-mail ben@acme.example is disabled.")).to_be_visible()
    expect(switch).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_text("Disabled by Ben Member")).to_be_hidden()
    assert ben.contacts.filter(to=ben.username, is_enabled=True).exists()


def test_a_contact_is_added_in_a_dialog_and_mistakes_stay_in_it(ben, open_as):
    page = open_as(ben, "/profile/")
    page.get_by_role("link", name="Add contact…").click()
    page.get_by_role("radio", name="SMS").check()
    page.get_by_label("Address, number or device").fill("5551234567")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_text("Start with the country code.")).to_be_visible()
    page.get_by_label("Address, number or device").fill("+1 (555) 123-4567")
    page.keyboard.press("Enter")
    expect(page.locator("#reach").get_by_text("1-5551234567")).to_be_visible()
    row = page.get_by_role("row", name="1-5551234567")
    expect(row).to_contain_text("No SMS provider is set up: nothing will be sent to this number.")
    assert_accessible(page)


def test_rules_are_copied_with_preview_and_undone(ada, ben, eve, number, open_as):
    page = open_as(ada, f"/people/{ben.pk}/")
    page.get_by_role("link", name="Copy rules to…").click()
    page.get_by_label("Person, group or team").press_sequentially("eve")
    page.get_by_role("option", name=re.compile("Eve Stranger")).click()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take Eve Stranger from the list")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Preview copy").click()
    expect(page.get_by_role("heading", name="Preview: copy to 1 person")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Copy rules").click()
    expect(page.get_by_text("Waiting to start.")).to_be_visible()
    run_jobs()
    expect(page.get_by_text("Copying of notification rules completed.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Undo").click()
    run_jobs()
    expect(page.get_by_text("Copying undone.")).to_be_visible()


def test_a_group_is_filled_by_typing(ada, ben, open_as):
    group = create_group("Night watch", by=SYSTEM)
    page = open_as(ada, f"/people/groups/{group.pk}/")
    page.get_by_label("Add a person by name or e-mail").press_sequentially("memb")
    expect(page.get_by_role("option", name=re.compile("Ben Member"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Add a person by name or e-mail")).to_have_value(ben.username)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ben Member")).to_be_visible()
    assert_accessible(page)


def test_a_rule_gets_conditions_and_times(ben, open_as):
    rule = ben.notification_rules.get(action="create-alert")
    page = open_as(ben, f"/people/{ben.pk}/rules/{rule.pk}/")
    page.get_by_label("All conditions").check()
    page.get_by_label("Field of condition 1").select_option("priority")
    page.get_by_label("Operation of condition 1").select_option("greater-than")
    page.get_by_label("Expected value of condition 1").fill("P3")
    page.get_by_role("button", name="Add condition").click()
    expect(page.get_by_label("Field of condition 2")).to_be_focused()
    page.get_by_label("Expected value of condition 2").fill("db")
    page.get_by_label("Weekdays and times").check()
    page.get_by_role("button", name="Weekends").click()
    expect(page.get_by_text("Covers 48 of 168 hours a week.")).to_be_visible()
    page.get_by_role("button", name="Save rule").click()
    words = "only if priority is higher than “P3” and message contains “db” · Sat–Sun all day"
    expect(page.get_by_text(words)).to_be_visible()


def test_all_of_it_works_without_script(ben, number, open_as):
    page = open_as(ben, "/profile/", java_script_enabled=False)
    row = page.get_by_role("row").filter(has_text="1-5550000001")
    row.get_by_role("switch").uncheck()
    row.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Disabled by Ben Member")).to_be_visible()
    page.get_by_role("link", name="Add contact…").click()
    page.get_by_label("Address, number or device").fill("ben@home.example")
    page.get_by_role("button", name="Add contact").click()
    expect(page.get_by_role("heading", name="Verify ben@home.example")).to_be_visible()


def test_the_pages_are_accessible_and_fit(ada, ben, number, open_as):
    group = create_group("Night watch", by=SYSTEM)
    add_to_group(group, ben, by=SYSTEM)
    rule = ben.notification_rules.get(action="create-alert")
    asked = {"field": "message", "operation": "contains", "expectedValue": "db"}
    rule.criteria = {"type": "match-any-condition", "conditions": [asked]}
    rule.time_restriction = Typed().after("fill-weeknights").as_json()
    rule.save()
    shifts = ben.notification_rules.get(action="schedule-start")
    page = open_as(ada, "/profile/")
    paths = (
        "/profile/",
        f"/people/{ben.pk}/",
        f"/people/{ben.pk}/contacts/new/",
        f"/people/{ben.pk}/contacts/{number.pk}/remove/",
        f"/people/{ben.pk}/rules/new/?action=schedule-start",
        f"/people/{ben.pk}/rules/{rule.pk}/",
        f"/people/{ben.pk}/rules/{shifts.pk}/",
        f"/people/{ben.pk}/rules/copy/?target=everyone",
        f"/people/{ben.pk}/rules/copy/preview/?target=everyone",
        "/people/groups/",
        f"/people/groups/{group.pk}/",
        f"/people/groups/{group.pk}/delete/",
    )
    assert_good_looking(page, paths)
