"""Ordering rules in a real browser: mouse, keyboard, no script; the editor; trying an alert."""

import time
from itertools import count, takewhile

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from alerts.models import Route
from routing.actions import move_rule
from routing.models import RuleBook
from tests.axe import assert_accessible
from tests.browser import MILLISECONDS_TO_WAIT
from tests.make import SYSTEM, make_alert

pytestmark = pytest.mark.django_db(transaction=True)


def order(page):
    return page.locator("[data-rule] h3").all_inner_texts()


def saved(team):
    return list(team.routing_rules.movable().in_order().values_list("name", flat=True))


def route_of(team):
    """Which rule takes an alert that both of the first two would, and what is said of it."""
    alert = make_alert("db: ledger refuses writes", responders=[team])
    return Route.objects.get(alert=alert)


def nudges():
    """0, 1, 2 … as long as one waits for a busy machine."""
    patience = time.monotonic() + MILLISECONDS_TO_WAIT / 1000
    return takewhile(lambda _: time.monotonic() < patience, count())


def drag(page, name, to):
    grip = page.get_by_role("button", name=f"Reorder {name}")
    start, end = grip.bounding_box(), page.locator(f"[data-rule] >> nth={to}").bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, start["y"] + 30, steps=4)
    page.mouse.move(end["x"] + 16, end["y"] + end["height"] / 2, steps=8)
    expect(page.locator(".left-gap")).to_be_visible()
    target = page.locator(f"[data-rule]:not(.dragged-copy) >> nth={to}")
    there = page.locator("#drag-bar").filter(has_text=f"Now position {to + 1} of")
    for nudge in nudges():  # rows that are still moving pass over what comes by
        end = target.bounding_box()
        page.mouse.move(end["x"] + 16, end["y"] + end["height"] - 8 + nudge % 2, steps=4)
        page.wait_for_timeout(50)  # until it has noticed where the pointer is
        page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
        if there.count():
            break
    expect(there).to_have_count(1)


def test_a_rule_is_dragged_and_alerts_follow(open_as, tom, payments, rules):
    before = route_of(payments)
    assert (before.rule_name, before.target_name) == ("Database", "Payments_schedule")
    page = open_as(tom, rules)
    drag(page, "Database", 1)
    expect(page.locator(".lifted")).to_contain_text("Database")
    expect(page.locator(".left-gap")).to_have_text("Database was here, position 1")
    expect(page.locator("#drag-bar")).to_contain_text("Now position 2 of 3")
    page.mouse.up()
    expect(page.get_by_role("status").filter(has_text="moved to position 2")).to_be_visible()
    assert order(page) == saved(payments) == ["Ledger", "Database", "Load tests"]
    after = route_of(payments)
    assert (after.rule_name, after.target_name) == ("Ledger", "Payments_escalation")
    assert after.verdicts[0]["result"] == "won"
    assert after.verdicts[0]["reasons"][0]["expectedValue"] == "ledger"
    assert_accessible(page)
    page.get_by_role("button", name="Undo move").click()
    expect(page.get_by_role("status").filter(has_text="moved to position 1")).to_be_visible()
    assert saved(payments) == ["Database", "Ledger", "Load tests"]


def test_a_rule_is_moved_by_keyboard(open_as, tom, payments, rules):
    page = open_as(tom, rules)
    live = page.locator("#drag-live")
    page.get_by_role("button", name="Reorder Load tests, position 3 of 3").focus()
    page.keyboard.press("Space")
    expect(live).to_have_text("Load tests lifted. Position 3 of 3.")
    page.keyboard.press("ArrowUp")
    expect(live).to_have_text("Position 2 of 3, before Ledger.")
    page.keyboard.press("Home")
    expect(live).to_have_text("Position 1 of 3, before Database.")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(live).to_have_text("Put back at 3.")
    assert order(page) == saved(payments) == ["Database", "Ledger", "Load tests"]
    page.keyboard.press("Space")
    page.keyboard.press("Home")
    page.get_by_role("button", name="Reorder Load tests, position 1 of 3").blur()
    expect(live).to_have_text("Put back at 3.")
    page.get_by_role("button", name="Reorder Load tests").focus()
    for key in ("Space", "Home", "ArrowDown", "Space"):
        page.keyboard.press(key)
    expect(live).to_have_text("Dropped at 2. Saved.")
    expect(page.get_by_role("button", name="Reorder Load tests, position 2 of 3")).to_be_focused()
    assert order(page) == saved(payments) == ["Database", "Load tests", "Ledger"]


def test_somebody_was_faster(open_as, tom, payments, rules):
    page = open_as(tom, rules)
    move_rule(payments.routing_rules.get(name="Load tests"), 1, by=SYSTEM)
    drag(page, "Database", 2)
    page.mouse.up()
    note = page.get_by_role("alert").filter(has_text="Your move was not saved")
    expect(page.locator("#drag-live")).not_to_contain_text("Saved")
    expect(note).to_contain_text("Test changed the rules just now.")
    assert order(page) == saved(payments) == ["Database", "Load tests", "Ledger"]
    page.get_by_role("button", name="Move Database again").click()
    expect(page.get_by_role("status").filter(has_text="moved to position 3")).to_be_visible()
    assert order(page) == saved(payments) == ["Load tests", "Ledger", "Database"]


def test_what_was_not_saved_is_put_back(open_as, tom, payments, rules):
    page = open_as(tom, rules)
    page.evaluate("htmx.logger = null; console.error = () => {}")  # htmx reports it there too
    page.route("**/order/", lambda route: route.abort())
    page.get_by_role("button", name="Reorder Ledger").focus()
    for key in ("Space", "Home", "Space"):
        page.keyboard.press(key)
    expect(page.locator("#drag-live")).to_have_text("Not saved. Put back at 2.")
    expect(page.get_by_role("alert")).to_contain_text("Muster did not answer.")
    assert order(page) == saved(payments) == ["Database", "Ledger", "Load tests"]


def test_rules_are_moved_without_script(open_as, tom, payments, rules):
    page = open_as(tom, rules, java_script_enabled=False)
    page.get_by_label("More for Ledger").click()
    page.get_by_role("button", name="Move up").locator("visible=true").click()
    assert order(page) == saved(payments) == ["Ledger", "Database", "Load tests"]
    page.get_by_role("button", name="Undo move").click()
    assert saved(payments) == ["Database", "Ledger", "Load tests"]
    page.get_by_label("More for Load tests").click()
    page.get_by_role("link", name="Move to position…").locator("visible=true").click()
    page.get_by_label("New position").fill("1")
    page.get_by_role("button", name="Move rule").click()
    assert order(page) == saved(payments) == ["Load tests", "Database", "Ledger"]
    assert RuleBook.objects.get(pk=payments.pk).version == 7


def test_the_editor_follows_what_is_typed(open_as, tom, payments, rules):
    page = open_as(tom, reverse("routing:rule_new", args=[payments.pk]))
    words = page.locator(".rule-words")
    page.get_by_role("textbox", name="Name").fill("Slow")
    page.get_by_label("Expected value of condition 1").fill("timeout")
    expect(words).to_contain_text("If message contains timeout")
    page.get_by_role("button", name="Add condition").click()
    field = page.get_by_label("Field of condition 2")
    expect(field).to_be_focused()
    field.select_option("priority")
    operation = page.get_by_label("Operation of condition 2")
    expect(operation.locator("option")).to_have_text(
        ["equals", "is greater than", "is less than", "matches regex"]
    )
    field.select_option("description")
    operation.select_option("matches")
    page.get_by_label("Expected value of condition 2").fill("(a|b")
    expect(page.locator(".err-code")).to_contain_text("^ character 1")
    expect(words).to_contain_text("(unfinished)")
    assert_accessible(page)
    page.get_by_label("Expected value of condition 2").fill("(a|b)")
    expect(words).to_contain_text("and description matches (a|b)")
    expect(page.locator(".err-code")).to_have_count(0)
    page.get_by_role("radio", name="Weekdays and times").check()
    page.get_by_role("button", name="Weeknights").click()
    expect(words).to_contain_text("Mon–Fri 18:00–09:00")
    page.get_by_role("radio", name="Nobody").check()
    expect(words).to_contain_text("notify nobody.")
    page.get_by_role("button", name="Save rule").click()
    expect(page.get_by_role("status").filter(has_text="Rule Slow saved.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    rule = payments.routing_rules.get(name="Slow")
    assert [one["field"] for one in rule.conditions] == ["message", "description"]
    assert (len(rule.time_restriction["restrictions"]), rule.kind) == (5, "none")


def test_an_alert_is_tried(open_as, tom, payments, rules):
    page = open_as(tom, rules)
    page.get_by_label("Message").fill("db: ledger refuses writes")
    page.get_by_role("button", name="Trace alert").click()
    expect(page.get_by_role("status").filter(has_text="Would notify now")).to_contain_text(
        "schedule Payments_schedule"
    )
    expect(page.locator(".trace .win")).to_contain_text("Database")
    expect(page.locator(".trace li")).to_contain_text(
        ["Wins", "Would match", "No match", "Not needed"]
    )
    page.locator(".trace .win summary").click()
    expect(page.locator(".trace .win")).to_contain_text("saw db: ledger refuses writes")
    assert_accessible(page)
    page.get_by_role("radio", name="Paste JSON").check()
    page.get_by_label("Alert as JSON").fill('{"message": 7}')
    page.get_by_role("button", name="Trace alert").click()
    expect(page.get_by_text("message: Give a text.")).to_be_visible()
