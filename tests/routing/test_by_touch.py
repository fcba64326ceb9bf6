"""Ordering rules with a finger: held at its handle a rule moves, anywhere else the page scrolls."""

import pytest
from playwright.sync_api import expect

from tests.routing.test_in_the_browser import nudges, order, saved

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 390, "height": 640}, "has_touch": True, "is_mobile": True}
HOLD = 300  # milliseconds, more than the script waits for


class Finger:
    """One finger on the screen, as Chromium's own tools move it."""

    def __init__(self, page):
        self.page, self.at = page, (0, 0)
        self.tools = page.context.new_cdp_session(page)

    def send(self, kind, *points):
        points = [{"x": x, "y": y} for x, y in points]
        self.tools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def down(self, element, hold=0):
        element.tap(trial=True)  # waits until it stands still
        box = element.bounding_box()
        self.at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.send("touchStart", self.at)
        self.page.wait_for_timeout(hold)

    def move(self, down, steps=8):
        for _ in range(steps):
            self.at = (self.at[0], self.at[1] + down / steps)
            self.send("touchMove", self.at)
            self.page.wait_for_timeout(16)

    def up(self, kind="touchEnd"):
        for _ in range(3):  # resting first: the page doesn't go on by itself
            self.page.wait_for_timeout(50)
            if kind == "touchEnd":
                self.send("touchMove", self.at)
        self.send(kind)


def lift_to(page, finger, name, place):
    """Hold a rule at its handle, and move it down until it stands at that place."""
    finger.down(page.get_by_role("button", name=f"Reorder {name}"), hold=HOLD)
    expect(page.locator(".held")).to_contain_text(name)
    there = page.locator("#drag-bar").filter(has_text=f"Now position {place} of")
    target = page.locator(f"[data-rule]:not(.dragged-copy) >> nth={place - 1}")
    for nudge in nudges():  # rows that are still moving pass over what comes by
        box = target.bounding_box()
        finger.move(box["y"] + box["height"] - 8 + nudge % 2 - finger.at[1], steps=4)
        page.wait_for_timeout(50)
        page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
        if there.count():
            break
    expect(there).to_be_visible()


def test_a_finger_scrolls_and_held_at_the_handle_moves_a_rule(open_as, tom, payments, rules):
    page = open_as(tom, rules, **PHONE)
    finger = Finger(page)
    for element, hold in (
        (page.get_by_role("button", name="Reorder Database"), 0),
        (page.locator("[data-rule] >> nth=1"), HOLD),
    ):
        page.evaluate("window.scrollTo(0, 0)")
        finger.down(element, hold)
        finger.move(-120)
        finger.up()
        page.wait_for_function("window.scrollY > 60")
        expect(page.locator(".lifted, .held")).to_have_count(0)
    page.evaluate("window.scrollTo(0, 0)")
    before = ["Database", "Ledger", "Load tests"]

    lift_to(page, finger, "Database", 2)
    finger.up("touchCancel")  # as when a call comes in
    expect(page.locator("#drag-live")).to_have_text("Put back at 1.")
    assert order(page) == saved(payments) == before

    lift_to(page, finger, "Database", 2)
    finger.up()
    expect(page.get_by_role("status").filter(has_text="moved to position 2")).to_be_visible()
    assert order(page) == saved(payments) == ["Ledger", "Database", "Load tests"]
