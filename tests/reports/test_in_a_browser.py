import re

import pytest
from playwright.sync_api import expect

from accounts.actors import Actor
from tests.axe import assert_accessible
from tests.reports.make import URL, make_action, make_alert

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def some_actions(payments, ben, olive):
    """What Ben and somebody unknown did with an alert of Payments."""
    alert = make_alert("Ledger", responders=[payments])
    make_action(alert, by=Actor.of_user(ben))
    make_action(
        alert, "noted", by=Actor.in_chat("Slack @bob (not connected)", door="slack"), note="x"
    )
    make_action(
        alert, "closed", by=Actor.in_chat("Ben Member (Slack @ben)", user=ben, door="slack")
    )


def test_filters_by_keyboard_change_all_of_it(some_actions, olive, open_as):
    page = open_as(olive, URL)
    chart = page.get_by_role(
        "img", name="Actions by day and door in the last 7 days: 1 Browser, 2 Slack"
    )
    expect(chart).to_be_visible()
    page.locator("summary", has_text="Figures").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="All")).to_be_visible()
    assert_accessible(page)

    person = page.get_by_role("combobox", name="Person")
    person.focus()
    page.keyboard.type("ben")
    expect(page.get_by_role("option", name="Ben Member")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 actions")).to_be_visible()
    page.get_by_label("Linked or not", exact=True).select_option("Not connected")
    expect(page.get_by_role("heading", name="No action matches")).to_be_visible()
    expect(page).to_have_url(re.compile("person=ben.*linked=anonymous"))
    href = page.get_by_role("link", name="Actions as CSV", include_hidden=True).get_attribute(
        "href"
    )
    assert "linked=anonymous" in href
    page.go_back()
    expect(page.get_by_role("heading", name="2 actions")).to_be_visible()

    page.get_by_role("radio", name="Dates").check()
    expect(page.get_by_label("From", exact=True)).to_be_visible()


def test_on_a_phone_in_the_dark_without_script(some_actions, ben, open_as):
    options = {"viewport": PHONE, "color_scheme": "dark", "has_touch": True}
    page = open_as(ben, URL, **options)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    page = open_as(ben, URL, viewport=PHONE, java_script_enabled=False)
    page.get_by_label("Door", exact=True).select_option("Slack")
    page.get_by_role("button", name="Show actions").click()
    expect(page.get_by_role("heading", name="2 actions")).to_be_visible()
    page.get_by_role("radio", name="24 hours").check()
    page.get_by_role("button", name="Show actions").click()
    expect(page.get_by_text("in the last 24 hours").first).to_be_visible()
