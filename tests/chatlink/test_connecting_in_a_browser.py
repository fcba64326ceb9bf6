"""Connecting and revoking in a real browser: by keyboard, with and without script, by axe."""

from functools import partial

import pytest
from playwright.sync_api import expect

from chatlink.messages import Kind
from chatlink.models import ChatAccount
from tests.axe import assert_good_looking, assert_looks_good_twice
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


def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit, ben):
    chat = make_chat(Kind.TEAMS, "19:253b" + "x" * 60, requires_code=True)
    other = make_account(ben, make_chat())
    name = "Maximiliane von und zu Hohenheim-Wohlgemuth"
    path = path_of(genie_connect(chat, name, chat_user_id="29:" + "1XJK" * 20))
    page = visit(path)
    assert_looks_good_twice(page)
    page.get_by_role("button", name="Approve connection").click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    assert_looks_good_twice(page)
    chat = path_of(genie_connect(make_chat(executes_commands=False)))
    revoke = f"/profile/chat-accounts/{other.pk}/revoke/"
    assert_good_looking(page, (chat, f"{CONNECT}spent/", revoke, "/profile/"))


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
