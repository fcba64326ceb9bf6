"""Microsoft's own client for testing bots, in a real browser, speaks with the Teams bot.

npm: @microsoft/m365agentsplayground 0.2.28. It takes Muster's replies, cards and changes of cards
as its connector publishes them.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from alerts.models import AlertLog
from chatlink.actions.integrations import set_channels
from chatlink.models import ChatAccount
from tests.chatlink import signing
from tests.chatlink.listening import chat_server
from tests.chatlink.make import make_integration
from tests.chatlink.playground import (
    CHANNEL,
    TENANT,
    USER,
    USER_NAME,
    playground,
    signing_proxy,
)
from tests.chatlink.signing import SECRETS
from tests.jobs import run_jobs
from tests.make import PASSWORD, SYSTEM, make_alert
from tests.node import modules_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

LINK = re.compile(r"http://localhost:\d+/chat/connect/[\w-]+/")
ACTOR = f"Ben Member (Microsoft Teams {USER_NAME})"
HERE = Path(__file__).parent / "node"


@pytest.fixture(scope="module")
def modules() -> Path:
    """The directory with Microsoft's client."""
    return modules_of(HERE)


class Teams:
    """The page of Microsoft's client; each thing that is said in it reaches Muster's hook."""

    def __init__(self, page, passed):
        self.page, self.passed = page, passed

    def go_to(self, name):
        """Open a chat or channel."""
        self.page.get_by_role("treeitem", name=name).click()

    def type(self, text):
        """Write to the bot; its answer is there when this returns."""
        box = self.page.get_by_role("textbox").first
        box.click()
        self.page.keyboard.type(text)
        self.page.get_by_label("Send Message").click()
        self.wait_for(lambda told: told.get("text", "").strip().endswith(text))

    def press(self, label):
        """Press a button of a card."""
        self.page.get_by_role("button", name=label, exact=True).click()
        self.wait_for(lambda told: told.get("value"))

    def shows(self, text):
        """Expect a text; the list of chats may begin with it too."""
        expect(self.page.get_by_text(text).last).to_be_visible()

    def link_shown(self, label):
        """The path of the one-time link in the last answer, which the client shows as text."""
        self.shows(f"{label}: http")
        said = self.page.get_by_text(f"{label}: http").last.inner_text()
        return urlsplit(LINK.search(said)[0]).path

    def wait_for(self, is_it):
        """Wait until Muster has answered an activity, and do the jobs that came of it."""
        for _ in range(400):
            found = [(told, status) for told, status in self.passed.said if is_it(told)]
            if found:
                break
            self.page.wait_for_timeout(25)
        assert [status for _, status in found] == [200]
        self.passed.said.remove(found[0])
        run_jobs()


@pytest.fixture
def integration(settings, live_server):
    """A bot of the client's tenant, whose tokens and keys come from here."""
    settings.PUBLIC_URL = live_server.url
    with signing.keys_served(settings), chat_server(settings) as server:
        token = (200, {"access_token": "t", "expires_in": 3600})
        server.answers["POST /botframework.com/oauth2/v2.0/token"] = token
        settings.TEAMS_LOGIN_URL = server.url
        yield make_integration("teams-bot", chat_team_id=TENANT, secrets=SECRETS["teams-bot"])


@pytest.fixture
def teams(modules, integration, browser, live_server, settings, tmp_path):
    hook = f"{live_server.url}/hooks/chat/{integration.pk}/"
    with signing_proxy(hook) as passed, playground(modules, passed.url, tmp_path) as url:
        settings.TEAMS_BOT_URL = f"{url}/_connector"
        context = browser.new_context()
        context.route(lambda asked: not asked.startswith(url), lambda route: route.abort())
        page = context.new_page()
        page.goto(url)
        teams = Teams(page, passed)
        for kind in ("installationUpdate", "conversationUpdate"):  # it says that it is there
            teams.wait_for(lambda told, kind=kind: told["type"] == kind)
        yield teams
        context.close()


def test_connect_act_by_word_and_by_button_and_disconnect(
    teams, integration, open_page, payments, ben
):
    teams.type("connect")
    page = open_page(teams.link_shown("Connect account"))
    page.get_by_label("E-mail").fill(ben.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Approve connection").click()
    page.wait_for_url("**/profile/#chat-accounts")
    account = ChatAccount.objects.select_related("chat_team", "user").get()
    assert (account.user, account.chat_user_id, account.chat_user_name) == (ben, USER, USER_NAME)
    assert account.chat_team.external_id == TENANT

    alert = make_alert("db is down", responders=[payments])
    teams.type(f"ack {alert.tiny_id}")
    teams.shows(f"You act as {ben.username} here")
    assert acknowledged_by(alert) == ACTOR

    set_channels(integration, [CHANNEL], by=SYSTEM)
    posted = make_alert("queue is full", responders=[payments])
    run_jobs()
    teams.go_to("Announcements")
    teams.press("Acknowledge")
    assert acknowledged_by(posted) == ACTOR
    teams.shows(f"P3, Acknowledged by {ACTOR}, Payments")  # the card follows the alert
    expect(teams.page.get_by_role("button", name="Unacknowledge")).to_be_visible()

    teams.go_to("Personal Chat")
    teams.type("connect")
    page.goto(teams.link_shown("Disconnect account"))
    page.get_by_role("button", name="Disconnect").click()
    page.wait_for_url("**/profile/**")
    assert not ChatAccount.objects.exists()


def acknowledged_by(alert):
    """Who acknowledged an alert, as its log says."""
    return AlertLog.objects.get(alert=alert, verb="acknowledged").actor_name
