import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.usefixtures("gallery")


@pytest.fixture
def page(open_page):
    page = open_page("/gallery/forms/")
    page.get_by_role("link", name="Delete team…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def test_a_dialog_shows_the_part_and_puts_the_focus_into_its_field(page):
    expect(page).to_have_url(re.compile("/gallery/forms/$"))
    expect(page.get_by_role("dialog", name="Delete team Payments?")).to_be_visible()
    expect(page.get_by_label("Type the name of the team")).to_be_focused()


def test_what_is_wrong_is_said_inside_the_dialog(page):
    page.get_by_label("Type the name of the team").fill("payments")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_text("with a capital P")).to_be_visible()
    expect(page.get_by_label("Type the name of the team")).to_have_value("payments")
    expect(page.get_by_label("Type the name of the team")).to_be_focused()
    page.get_by_label("Type the name of the team").fill("Payments")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Team Payments deleted.")).to_be_visible()
    expect(page).to_have_url(re.compile("/gallery/$"))


@pytest.mark.parametrize("way", ["Escape", "Cancel", "Close", "outside"])
def test_it_closes_and_gives_the_focus_back(page, way):
    if way == "Escape":
        page.keyboard.press("Escape")
    elif way == "outside":
        page.mouse.click(5, 5)
    else:
        page.get_by_role("dialog").get_by_text(way, exact=True).or_(
            page.get_by_role("button", name=way, exact=True)
        ).click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("link", name="Delete team…")).to_be_focused()


def test_without_script_it_is_a_page(open_page):
    page = open_page("/gallery/forms/", java_script_enabled=False)
    page.get_by_role("link", name="Delete team…").click()
    expect(page).to_have_url(re.compile("/gallery/confirm/$"))
    page.get_by_label("Type the name of the team").fill("x")
    page.get_by_role("button", name="Delete team").click()
    expect(page.get_by_text("with a capital P")).to_be_visible()
    page.get_by_label("Type the name of the team").fill("Payments")
    page.get_by_role("button", name="Delete team").click()
    expect(page.get_by_text("Team Payments deleted.")).to_be_visible()


def test_opened_from_a_menu_it_gives_the_focus_back_to_the_menus_button(open_page):
    page = open_page("/gallery/")
    button = page.get_by_label("More for Ben Member")
    button.press("Enter")
    button.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Type the name of the team")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(button).to_be_focused()
