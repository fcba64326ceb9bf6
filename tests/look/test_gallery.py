"""Every part in a real browser: no complaint of the CSP or of axe, no sideways scroll."""

import pytest

from tests.axe import assert_accessible, assert_fits, assert_good_looking

pytestmark = pytest.mark.usefixtures("gallery")

PAGES = [
    "/gallery/",
    "/gallery/?q=nobody",
    "/gallery/forms/",
    "/gallery/log/",
    "/gallery/confirm/",
    "/gallery/focus/",
    "/gallery/error/403/",
    "/gallery/error/404/",
    "/gallery/error/500/",
]


def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page):
    page = open_page()
    assert_good_looking(page, PAGES)
    for address in PAGES:
        page.goto(address)
        for width in (768, 1024):
            assert_fits(page, width)


def test_axe_finds_nothing_in_what_opens(open_page):
    page = open_page("/gallery/say/")
    page.get_by_label("Account menu for Ada Admin").click()
    assert_accessible(page, but_for=["target-size"])
    page.get_by_role("button", name="Keyboard shortcuts").click()
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.get_by_label("Select Ben Member").check()
    page.get_by_label("More for Ben Member").click()
    assert_accessible(page, but_for=["target-size"])
    page.get_by_role("link", name="Block person…").click()
    page.get_by_label("Type the name of the team").fill("payments")
    page.get_by_role("button", name="Delete team").click()
    page.get_by_text("with a capital P").wait_for()
    assert_accessible(page)
    page.goto("/gallery/forms/")
    page.get_by_role("button", name="Save person").click()
    assert_accessible(page)
    page.get_by_label("Name or e-mail").press_sequentially("a")
    page.get_by_role("option", name="Ada Admin").wait_for()
    assert_accessible(page, but_for=["target-size"])


def test_error_pages_need_no_request(rf, gallery):
    from django.views import defaults

    for view in (defaults.server_error, defaults.bad_request):
        arguments = [] if view is defaults.server_error else [Exception()]
        assert b"Go to the start page" in view(rf.get("/"), *arguments).content
