"""Alerts in a real browser: what brings itself up to date, dialogs, keys, accessibility."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.actors import Actor
from alerts.actions.answers import acknowledge, close
from alerts.actions.content import add_note
from tests.axe import assert_accessible, assert_good_looking
from tests.make import make_alert, make_rule

pytestmark = pytest.mark.django_db(transaction=True)


def poll(page: Page) -> None:
    """Let the page ask now what it asks every ten seconds."""
    with page.expect_response(re.compile(r"/alerts/.*(seen|since)=")):
        page.evaluate("htmx.trigger(document.body, 'alertChanged')")


def rows(page: Page):
    return page.locator("[data-rows] [data-row-link]")


def test_new_alerts_come_without_moving_what_one_looks_at(open_as, payments, ben):
    first = make_alert("First", responders=[payments])
    page = open_as(ben, "/alerts/")
    page.locator("main h1").hover()
    make_alert("Second", responders=[payments])
    poll(page)
    expect(rows(page)).to_have_text(["Second", "First"])
    expect(page.locator("#say")).to_have_text("1 new alert")

    at = page.get_by_role("link", name="First").bounding_box()
    page.get_by_role("link", name="First").hover()
    make_alert("Third", responders=[payments])
    acknowledge(first, by=Actor.of_user(ben))
    poll(page)
    button = page.get_by_role("button", name="Show 1 new alert")
    expect(button).to_be_visible()
    expect(rows(page)).to_have_text(["Second", "First"])
    assert page.get_by_role("link", name="First").bounding_box() == at
    assert_accessible(page)

    button.click()
    expect(rows(page)).to_have_text(["Third", "Second", "First"])
    expect(page.get_by_text("Acknowledged by Ben Member")).to_be_visible()
    expect(button).to_be_hidden()

    page.locator("main h1").hover()
    close(first, by=Actor.of_user(ben))
    poll(page)
    expect(page.get_by_text("Closed by Ben Member")).to_be_visible()
    expect(rows(page)).to_have_text(["Third", "Second", "First"])


def test_the_first_alert_comes_to_an_empty_list(open_as, payments, ben):
    page = open_as(ben, "/alerts/")
    expect(page.get_by_text("All is quiet")).to_be_visible()
    page.locator("main h1").hover()
    make_alert("Here", responders=[payments])
    poll(page)
    expect(rows(page)).to_have_text(["Here"])


def test_the_chosen_are_answered_by_keyboard(open_as, payments, ben):
    for name in ("One", "Two"):
        make_alert(name, responders=[payments])
    page = open_as(ben, "/alerts/")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.get_by_text("2 selected")).to_be_visible()
    page.get_by_role("button", name="Acknowledge alerts").click()
    expect(page.get_by_text("Acknowledged 2 alerts.")).to_be_visible()
    expect(page.get_by_text("Acknowledged by Ben Member")).to_have_count(2)


def test_an_alert_lives_on_its_page(open_as, payments, ben, tom):
    make_rule(payments, "Database", "message contains db")
    alert = make_alert("db: full", responders=[payments])
    page = open_as(ben, f"/alerts/{alert.pk}/")
    add_note(alert, "From tom.", by=Actor.of_user(tom))
    page.get_by_label("Note", exact=True).fill("half a thought")
    poll(page)
    expect(page.get_by_text("From tom.")).to_be_visible()
    expect(page.locator("#say")).to_have_text("Tom Teamadmin added a note")
    expect(page.get_by_label("Note", exact=True)).to_have_value("half a thought")
    expect(page.get_by_label("Note", exact=True)).to_be_focused()

    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".note-text").first).to_have_text("half a thought")
    expect(page.get_by_label("Note", exact=True)).to_have_value("")

    # An open menu stays, and what changed under it comes once it is closed.
    more = page.locator("#more")
    more.click()
    acknowledge(alert, by=Actor.of_user(tom))
    poll(page)
    expect(page.get_by_role("link", name="Snooze alert…")).to_be_visible()
    expect(page.get_by_role("button", name="Acknowledge alert")).to_be_visible()
    assert_accessible(page, but_for=["target-size"])
    page.keyboard.press("Escape")
    poll(page)
    expect(page.get_by_role("button", name="Acknowledge alert")).to_be_hidden()
    expect(page.get_by_text("Acknowledged by Tom Teamadmin")).to_be_visible()
    expect(more).to_be_focused()


def test_the_keys_of_an_alert(open_as, payments, ben):
    alert = make_alert("db: full", responders=[payments])
    page = open_as(ben, f"/alerts/{alert.pk}/")
    page.keyboard.press("n")
    expect(page.get_by_label("Note", exact=True)).to_be_focused()
    page.keyboard.type("acn")
    page.get_by_label("Note", exact=True).blur()
    page.keyboard.press("a")
    expect(page.get_by_text(f"Acknowledged #{alert.tiny_id}.")).to_be_visible()
    page.keyboard.press("c")
    expect(page.get_by_text(f"Closed #{alert.tiny_id}.")).to_be_visible()
    expect(page.get_by_text("Closed by Ben Member")).to_be_visible()


def test_a_dialog_suggests_whom_to_assign(open_as, payments, ben, tom):
    alert = make_alert("db: full", responders=[payments])
    page = open_as(ben, f"/alerts/{alert.pk}/")
    page.get_by_role("link", name="Assign alert…").click()
    page.get_by_role("combobox", name="Person").press_sequentially("Tom")
    page.get_by_role("option", name="Tom Teamadmin").click()
    assert_accessible(page)
    page.get_by_role("dialog").get_by_role("button", name="Assign alert").click()
    expect(page.get_by_text("is now Tom Teamadmin’s.").first).to_be_visible()

    page.locator("#more").click()
    page.get_by_role("link", name="Snooze alert…").click()
    until = page.get_by_label("Until", exact=True)
    expect(until).to_be_hidden()
    page.get_by_label("For", exact=True).select_option("Until a time of my choice")
    expect(until).to_be_visible()
    page.get_by_role("button", name="Snooze alert").click()
    expect(page.get_by_text("Choose a time.")).to_be_visible()

    page.keyboard.press("Escape")
    page.locator("#more").click()
    page.get_by_role("link", name="Add responder…").click()
    page.locator("[name=kind][value=team]").check()
    page.get_by_role("combobox", name="Name").press_sequentially("Pay")
    expect(page.get_by_role("option", name="Payments")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Name").fill("Ghosts")
    page.get_by_role("button", name="Add responder").click()
    expect(page.get_by_text("There is no such responder.")).to_be_visible()
    assert_accessible(page)


def test_without_script_all_of_it_works(open_as, payments, ben, tom):
    alert = make_alert("db: full", responders=[payments])
    page = open_as(ben, "/alerts/", java_script_enabled=False)
    page.get_by_label("Search alerts", exact=True).fill("full")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="db: full").click()
    page.get_by_role("button", name="Acknowledge alert").click()
    expect(page.get_by_text("Acknowledged by Ben Member")).to_be_visible()
    page.get_by_role("link", name="Assign alert…").click()
    page.get_by_label("Person").fill("tom@acme.example")
    page.get_by_role("button", name="Assign alert").click()
    expect(page.get_by_text("Owner")).to_be_visible()
    page.get_by_label("Note", exact=True).fill("By hand.")
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_text("By hand.")).to_be_visible()
    page.get_by_role("button", name="Close alert").click()
    expect(page.get_by_text("Closed by Ben Member")).to_be_visible()
    alert.refresh_from_db()
    assert alert.owner == tom


def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_as, payments, ada):
    make_rule(payments, "Database", "message contains db")
    alert = make_alert("db: full", responders=[payments], priority=1, tags=("prod",))
    calm = make_alert("calm", responders=[payments], priority=4)
    acknowledge(calm, by=Actor.of_user(ada))
    own, dialogs = f"/alerts/{alert.pk}/", ("assign", "snooze", "escalate", "responder", "delete")
    page = open_as(ada, "/alerts/")
    assert_good_looking(page, ("/alerts/?status=any", own, f"{own}edit/"))
    for path in ("/alerts/?q=x:y", "/alerts/new/", *(f"{own}{name}/" for name in dialogs)):
        page.goto(path)
        assert_accessible(page)
