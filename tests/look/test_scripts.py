"""What the small scripts do, and that pages work without them."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.usefixtures("gallery")


def test_a_menu_opens_and_closes_by_keyboard(open_page):
    page = open_page("/gallery/")
    more = page.get_by_label("Account menu for Ada Admin")
    more.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".dropdown-menu:visible .dropdown-item").first).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Sign out")).to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    more.click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.mouse.click(640, 880)
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


def test_letter_keys_move_about(open_page):
    page = open_page("/gallery/")
    page.keyboard.press("/")
    expect(page.get_by_label("Search alerts, teams and people")).to_be_focused()
    page.keyboard.type("gs?")
    expect(page.get_by_label("Search alerts, teams and people")).to_have_value("gs?")
    page.get_by_label("Search alerts, teams and people").blur()
    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    expect(page.get_by_role("link", name="Ben Member")).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_label("Select Ben Member")).to_be_checked()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page).to_have_url(re.compile("/gallery/log/$"))


def test_letter_keys_can_be_off(open_page):
    page = open_page("/gallery/")
    page.evaluate("document.body.dataset.shortcuts = 'off'")
    page.keyboard.press("?")
    page.keyboard.press("j")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()
    assert page.evaluate("document.activeElement === document.body")


def test_choosing_rows_shows_what_can_be_done_with_them(open_page):
    page = open_page("/gallery/")
    expect(page.get_by_role("button", name="Block people…")).to_be_hidden()
    page.get_by_label("Select Ada Admin").check()
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.get_by_label("Select Dana Diaz").click(modifiers=["Shift"])
    expect(page.get_by_text("4 selected")).to_be_visible()
    everybody = page.get_by_label("Select all on this page")
    assert everybody.evaluate("box => box.indeterminate")
    everybody.check()
    expect(page.get_by_text("7 selected")).to_be_visible()
    page.get_by_role("button", name="Block people…").click()
    expect(page.get_by_role("dialog").get_by_text("7 people are chosen.")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Clear selection").click()
    expect(page.get_by_role("button", name="Block people…")).to_be_hidden()


def test_filters_swap_the_list_while_one_types(open_page):
    page = open_page("/gallery/")
    page.get_by_label("Search people").press_sequentially("hugo")
    expect(page.get_by_role("link", name="Ada Admin")).to_be_hidden()
    expect(page.get_by_role("link", name="Hugo Brandt")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/gallery/\?q=hugo$"))
    expect(page.get_by_label("Search people")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("link", name="Ada Admin")).to_be_visible()
    page.get_by_label("More for Ada Admin").click()
    page.get_by_role("link", name="Block person…").click()
    expect(page.get_by_role("dialog", name="Delete team Payments?")).to_be_visible()


def test_sorting_keeps_the_focus_on_the_head(open_page):
    page = open_page("/gallery/")
    page.get_by_role("link", name="Last active").focus()
    page.keyboard.press("Enter")
    head = page.get_by_role("columnheader", name="Last active")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("link", name="Last active")).to_be_focused()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")


def test_suggestions_are_a_combobox(open_page):
    page = open_page("/gallery/forms/")
    field = page.get_by_role("combobox", name="Name or e-mail")
    field.press_sequentially("a")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options).to_have_count(4)
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = options.nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == second.get_attribute("id")
    page.keyboard.press("Enter")
    expect(field).to_have_value("dana@acme.example")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.fill("hugo")
    options.filter(has_text="Hugo Brandt").click()
    expect(field).to_have_value("hugo@acme.example")
    field.fill("zzz")
    expect(page.get_by_text("Nobody by that name")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Nobody by that name")).to_be_hidden()


def test_a_switch_submits_at_once(open_page):
    page = open_page("/gallery/log/")
    page.get_by_label("SMS to +90 532 555 01 42 enabled").click()
    expect(page.get_by_text("Ada Admin is verified.")).to_be_visible()


def test_toasts_can_be_dismissed_and_errors_stay(open_page):
    page = open_page("/gallery/say/")
    page.clock.install()
    page.reload()
    page.goto("/gallery/say/")
    expect(page.get_by_role("status")).to_contain_text("Ada Admin is verified.")
    page.clock.run_for(9000)
    expect(page.get_by_role("status")).to_have_count(0)
    expect(page.get_by_role("alert")).to_contain_text("stopped at line 7")
    page.get_by_role("button", name="Dismiss message").click()
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("failure", ["no network", "500"])
def test_it_says_when_the_server_did_not_answer(open_page, failure):
    page = open_page("/gallery/")
    if failure == "500":
        page.route("**/gallery/?*", lambda route: route.fulfill(status=500, body="x"))
    else:
        page.route("**/gallery/?*", lambda route: route.abort())
    page.evaluate("htmx.logger = null")
    page.evaluate("console.error = () => {}")  # htmx reports it there too
    page.get_by_role("link", name="Last active").click()
    expect(page.get_by_role("alert")).to_contain_text("Muster did not answer. Check your")
    expect(page.get_by_role("link", name="Ada Admin")).to_be_visible()


def test_a_key_is_copied(open_page):
    page = open_page("/gallery/log/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy key").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "3f0f3c1e-2f43-4c39-a2ea-0d6a9f7c2e11"


def test_the_theme_follows_the_system_until_one_is_chosen(open_page):
    def ground(page):
        return page.evaluate("getComputedStyle(document.body).colorScheme")

    page = open_page("/gallery/forms/", color_scheme="dark")
    assert ground(page) == "light dark"
    page.get_by_role("button", name="Switch to the light theme").click()
    expect(page).to_have_url(re.compile("/gallery/forms/$"))
    assert ground(page) == "light"
    page.get_by_role("button", name="Switch to the dark theme").click()
    expect(page.get_by_role("button", name="Switch to the light theme")).to_be_visible()
    assert ground(page) == "dark"
    page.get_by_label("Account menu for Ada Admin").click()
    page.get_by_role("button", name="Follow the system’s theme").click()
    page.wait_for_load_state()
    assert ground(page) == "light dark"


def test_pages_work_without_script(open_page):
    page = open_page("/gallery/", java_script_enabled=False)
    expect(page.get_by_role("button", name="Block people…")).to_be_visible()
    page.get_by_label("Search people").fill("hugo")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Hugo Brandt")).to_be_visible()
    expect(page.get_by_role("link", name="Ada Admin")).to_be_hidden()
    page.goto("/gallery/log/")
    expect(page.get_by_role("button", name="Save").first).to_be_visible()
    page.goto("/gallery/forms/")
    expect(page.get_by_role("textbox", name="Name or e-mail")).to_be_visible()
    page.get_by_label("Account menu for Ada Admin").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto("/gallery/say/")
    expect(page.get_by_text("Ada Admin is verified.")).to_be_visible()


def test_a_menu_in_a_table_is_not_cut_off(open_page):
    page = open_page("/gallery/", viewport={"width": 800, "height": 700})
    for name in ("Ada Admin", "Olive Owner"):
        page.get_by_label(f"More for {name}").click()
        menu = page.locator("details[open] .dropdown-menu")
        expect(menu).to_be_in_viewport(ratio=1)
        page.get_by_role("link", name="Block person…").click(trial=True)


def test_the_focus_goes_to_the_next_row_when_its_own_is_gone(open_page):
    page = open_page("/gallery/forms/")
    page.get_by_role("button", name="Leave Payments").press("Enter")
    expect(page.get_by_role("link", name="Payments")).to_have_count(0)
    expect(page.get_by_role("link", name="Platform")).to_be_focused()
    page.get_by_role("button", name="Leave Platform").press("Enter")
    expect(page.get_by_role("link", name="Platform")).to_have_count(0)
    expect(page.get_by_role("heading", name="Teams")).to_be_focused()
