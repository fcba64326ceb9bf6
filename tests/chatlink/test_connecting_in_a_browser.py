"""Connecting and revoking in a real browser: by keyboard, with and without script, by axe."""

from functools import partial

import pytest
from playwright.sync_api import expect

from chatlink.messages import Kind
from chatlink.models import ChatAccount
from tests.axe import assert_accessible
from tests.chatlink.linked import CONNECT, genie_connect, make_account, make_chat, path_of
from tests.make import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visit(open_as, ben):
    """A function that opens a page as ben."""
    return partial(open_as, ben)


def test_one_signs_in_approves_by_keyboard_and_the_token_leaks_nowhere(open_page, ben):
    path = path_of(genie_connect(make_chat()))
    token = path.removeprefix(CONNECT).strip("/")
    page, told = open_page("/healthz"), []
    here = page.url.removesuffix("/healthz")
    page.on("request", lambda asked: told.append((asked.url, asked.headers)))
    page.goto(path)
    assert page.url.endswith(f"/account/login/?next={CONNECT}")
    page.get_by_label("E-mail").fill(ben.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CONNECT}")
    page.get_by_role("button", name="Approve connection").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/profile/#chat-accounts")
    expect(page.get_by_role("status")).to_contain_text("Slack @ben acts as you from now on.")
    expect(page.get_by_role("heading", name="Chat Accounts")).to_be_in_viewport()
    assert ChatAccount.objects.get().user == ben
    assert [url for url, headers in told if token in f"{url}{headers}"] == [f"{here}{path}"]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit, ben, scheme, width):
    chat = make_chat(Kind.TEAMS, "19:253b" + "x" * 60, requires_code=True)
    other = make_account(ben, make_chat())
    name = "Maximiliane von und zu Hohenheim-Wohlgemuth"
    path = path_of(genie_connect(chat, name, chat_user_id="29:" + "1XJK" * 20))
    page = visit(path, color_scheme=scheme, viewport={"width": width, "height": 900})
    look(page)
    page.get_by_role("button", name="Approve connection").click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    look(page)
    page.goto(path_of(genie_connect(make_chat(executes_commands=False))))
    look(page)
    for path in (CONNECT + "spent/", f"/profile/chat-accounts/{other.pk}/revoke/", "/profile/"):
        page.goto(path)
        look(page)


def look(page):
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url


@pytest.mark.parametrize("script", [True, False])
def test_the_x_revokes_with_and_without_script(visit, ben, script):
    make_account(ben, make_chat())
    page = visit("/profile/", java_script_enabled=script)
    page.get_by_role("link", name="Revoke Slack account @ben…").click()
    within = page.get_by_role("dialog") if script else page
    within.get_by_role("button", name="Revoke chat account").click()
    words = "Slack @ben (acme.slack.com) is disconnected."
    expect(page.locator("#toasts").get_by_text(words)).to_be_visible()
    expect(page.get_by_role("heading", name="Chat Accounts")).to_have_count(0)
    assert not ChatAccount.objects.exists()
