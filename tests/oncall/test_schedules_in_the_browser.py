import re

import pytest
from playwright.sync_api import expect

from tests.axe import assert_accessible
from tests.make import make_rotation, make_schedule

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


def test_a_rotation_is_made_by_keyboard(tom, ben, payments, open_as):
    schedule = make_schedule("Days", team=payments)
    page = open_as(tom, f"{schedule.get_absolute_url()}rotations/new/")
    page.get_by_label("Name", exact=True).fill("Nights")
    field = page.get_by_role("combobox", name="Add a person or a team")
    for typed, name in (("ben", "Ben Member"), ("tom", "Tom Teamadmin")):
        field.focus()
        page.keyboard.type(typed)
        expect(page.get_by_role("option", name=name)).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("#participants")).to_contain_text(name)
        expect(field).to_be_focused()
        expect(field).to_have_value("")
    up = page.get_by_role("button", name="Move up: Tom Teamadmin")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#participants li").first).to_contain_text("Tom Teamadmin")

    page.get_by_role("radio", name="Weekdays and times").check()
    page.get_by_role("button", name="Weeknights").press("Enter")
    expect(page.locator(".week")).to_contain_text("75 of 168 hours")
    page.get_by_role("button", name="Remove window 5").press("Enter")
    expect(page.locator(".week")).to_contain_text("60 of 168 hours")
    page.get_by_role("button", name="Add window").press("Enter")
    expect(page.get_by_label("Window 5: from day")).to_have_value("friday")
    assert_accessible(page)
    page.get_by_label("Window 5: to time").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#toasts").get_by_text("Rotation Nights added.")).to_be_visible()
    assert [str(one.user) for one in schedule.rotations.get().participants.all()] == [
        str(tom),
        str(ben),
    ]
    assert len(schedule.rotations.get().time_restriction["restrictions"]) == 5


def test_a_shift_is_taken_from_the_picture(tom, ben, payments, open_as):
    schedule = make_schedule("Days", team=payments)
    make_rotation(schedule, tom, name="Primary")
    page = open_as(ben, schedule.get_absolute_url())
    expect(page.locator(".on-call-me")).to_contain_text("You are")
    assert_accessible(page)
    page.get_by_role("link", name="Later").click()
    expect(page).to_have_url(re.compile("from="))
    week = page.get_by_role("link", name="1 week")
    week.press("Enter")
    expect(week).to_have_attribute("aria-current", "true")
    bar = page.get_by_role("group", name="Primary").get_by_role("link")
    expect(bar).to_have_count(1)
    bar.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Primary")).to_be_checked()
    assert_accessible(page)
    dialog.get_by_role("button", name="Take shift").click()
    expect(page.locator("#toasts").get_by_text("Ben Member is on call:")).to_be_visible()
    assert schedule.overrides.get().user == ben
    assert list(schedule.overrides.get().rotations.all()) == list(schedule.rotations.all())


def test_the_pages_fit_a_phone_in_the_dark(tom, ben, payments, open_as):
    schedule = make_schedule("Days", team=payments)
    make_rotation(schedule, tom, ben, kind="daily")
    page = open_as(tom, "/on-call/", viewport=PHONE, color_scheme="dark")
    here = schedule.get_absolute_url()
    for path in (here, f"{here}rotations/new/", "/on-call/"):
        page.goto(path)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
