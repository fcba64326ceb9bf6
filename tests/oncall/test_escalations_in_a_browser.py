"""The escalation's form in a browser: by keyboard alone, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from oncall.models import Escalation
from tests.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "/on-call/escalations/new/"


def test_one_is_made_by_keyboard_and_the_summary_follows(payments, open_as, tom):
    page = open_as(tom, NEW)
    summary = page.locator("#summary")
    expect(summary).to_contain_text("Choose whom to tell")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Nights")
    page.get_by_label("Name or e-mail").focus()
    page.keyboard.type("paym")
    expect(page.get_by_role("option", name="Payments_schedule")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(summary).to_contain_text("whoever is on call in Payments_schedule")

    page.get_by_role("button", name="Add step").press("Enter")
    second = page.get_by_role("group", name="Step 2")
    expect(second.get_by_label("After minutes")).to_have_value("5")
    expect(second.get_by_label("Tell")).to_be_focused()
    second.get_by_label("Tell").select_option(label="Everybody of")
    second.get_by_label("Name or e-mail").fill("Payments")
    second.get_by_label("Name or e-mail").press("Tab")
    expect(summary).to_contain_text("everybody of Payments")
    expect(summary).to_contain_text("Now: Ben Member, Tom Teamadmin")
    assert_accessible(page)

    page.get_by_role("button", name="Remove step 1").press("Enter")
    expect(second).to_have_count(0)
    expect(page.get_by_role("button", name="Add step")).to_be_focused()
    expect(summary).not_to_contain_text("Payments_schedule")
    page.get_by_label("Name", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Nights")).to_be_visible()
    assert_accessible(page)
    assert str(Escalation.objects.get(name="Nights").rules.get()) == "Payments after 5 min"

    page.get_by_role("link", name="Delete escalation").press("Enter")
    dialog = page.get_by_role("dialog", name="Delete escalation Nights?")
    dialog.get_by_role("button", name="Delete escalation").press("Enter")
    expect(page.get_by_role("link", name="Payments_escalation")).to_be_visible()
    assert_accessible(page)


def test_without_javascript_rows_are_added_and_removed(payments, open_as, tom):
    url = payments.escalations.get().get_absolute_url()
    page = open_as(tom, f"{url}edit/", java_script_enabled=False)
    page.get_by_role("button", name="Add step").click()
    third = page.get_by_role("group", name="Step 3")
    third.get_by_label("Tell").select_option(label="The person")
    third.get_by_label("Name or e-mail").fill("ben@acme.example")
    page.get_by_role("button", name="Remove step 2").click()
    page.get_by_label("Begin again after minutes").fill("15")
    page.get_by_role("button", name="Save escalation").click()
    expect(
        page.get_by_text("15 min after the last step it begins again, once more.")
    ).to_be_visible()
    rows = [str(one) for one in payments.escalations.get().rules.all()]
    assert rows == ["Payments_schedule after 0 min", "Ben Member <ben@acme.example> after 10 min"]
