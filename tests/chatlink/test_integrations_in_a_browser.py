"""Setting a chat system up in a real browser: by axe, on a phone, by keyboard, without script."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from chatlink.models import Integration
from tests.axe import assert_accessible, assert_good_looking, assert_looks_good_twice
from tests.chatlink.linked import make_account
from tests.chatlink.make import make_integration
from tests.make import make_user

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/settings/integrations/"


@pytest.fixture
def visit(open_page):
    """A function that opens a page as an owner."""
    client = Client()
    client.force_login(
        make_user("Olive Owner", role="owner"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    name = settings.SESSION_COOKIE_NAME
    session = client.cookies[name].value

    def go(path, **options):
        page = open_page("/healthz", **options)
        page.context.add_cookies([{"name": name, "value": session, "url": page.url}])
        page.goto(path)
        return page

    return go


def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit):
    made = make_integration(chat_team_id="19:" + "x" * 80, name="Slack of " + "Acme" * 20)
    make_account(make_user("Ben Member"), made)
    page, one = visit("/people/"), f"{LIST}{made.pk}/"
    assert_good_looking(page, ("/people/?q=chat:no", LIST, f"{LIST}new/hipchat/", one))
    page.get_by_role("button", name="Save and post a test").click()
    expect(page.get_by_role("status").get_by_text("No channel is chosen")).to_be_visible()
    assert_looks_good_twice(page)
    page.get_by_role("link", name="Remove integration…").click()
    expect(page.get_by_role("dialog")).to_contain_text("The 1 connected chat account stays")
    assert_accessible(page)


@pytest.mark.parametrize("script", [True, False])
def test_an_integration_is_added_removed_and_brought_back(visit, script):
    page = visit(LIST, java_script_enabled=script)
    page.get_by_role("link", name="Add Slack").press("Enter")
    expect(page.get_by_role("heading", name="First, in Slack")).to_be_visible()
    add(page)
    expect(page.get_by_text("/hooks/chat/")).to_be_visible()
    make_account(make_user("Ben Member"), Integration.objects.get())
    page.get_by_role("link", name="Remove integration…").press("Enter")
    within = page.get_by_role("dialog") if script else page
    within.get_by_role("button", name="Remove integration").press("Enter")
    expect(page.get_by_role("heading", name="No chat system yet")).to_be_visible()
    page.get_by_role("link", name="Add Slack").press("Enter")
    add(page)
    again = page.get_by_label("Let 1 chat account work again")
    expect(again).to_be_visible()
    expect(page.get_by_label("Signing secret")).to_have_value("s3cret")
    again.press("Space")
    page.get_by_role("button", name="Add integration").press("Enter")
    toast = page.locator("#toasts")
    expect(toast).to_contain_text("Integration Acme Slack added. 1 chat account works again.")


def add(page):
    page.get_by_label("Name", exact=True).fill("Acme Slack")
    page.get_by_label("ID of the chat team").fill("T024BE7LD")
    page.get_by_label("Signing secret").fill("s3cret")
    page.keyboard.press("Enter")
