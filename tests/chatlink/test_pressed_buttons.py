"""Buttons of posted alerts, pressed through the hook as the chat systems say it."""

import json

import pytest
from django.utils import timezone

from alerts.models import AlertLog
from chatlink.actions.integrations import set_channels
from chatlink.commands import BLOCKED
from chatlink.commands.talk import CONNECT_FIRST
from chatlink.models import ChatAccount
from tests.chatlink.chatting import Chat
from tests.chatlink.listening import chat_server
from tests.chatlink.signing import SECRETS, mattermost_button, slack_button
from tests.jobs import run_jobs
from tests.make import SYSTEM, make_alert

pytestmark = pytest.mark.django_db


class Slack(Chat):
    """A workspace in whose channel C1 alerts are posted."""

    def posted(self):
        """The buttons of the newest alert, by their labels."""
        run_jobs()
        blocks = self.server.bodies("/chat.postMessage")[-1]["attachments"][0]["blocks"]
        return {one["text"]["text"]: one for one in blocks[-1]["elements"]}

    def press(self, button, **more):
        """Press a button; returns what is said to who presses."""
        url = {"response_url": f"{self.server.url}/actions/T1/1/x", "actions": [button]}
        request = slack_button(self.secrets, "", now=timezone.now(), more=url, **more)
        assert self.send(request).json() == {}
        run_jobs()
        assert self.send(request).status_code == 409  # the same again
        return self.server.bodies("/actions/T1/1/x")[-1]["text"]


class Mattermost(Chat):
    """A team of Mattermost in whose channel C1 alerts are posted."""

    def posted(self):
        """As Slack's."""
        run_jobs()
        attachment = self.server.bodies("/api/v4/posts")[-1]["props"]["attachments"][0]
        return {one["name"]: one["integration"]["context"] for one in attachment["actions"]}

    def press(self, button, **more):
        """As Slack's."""
        request = mattermost_button(button, now=timezone.now(), **more)
        answer = self.send(request)
        assert self.send(request).status_code == 409
        return answer.json()["ephemeral_text"].replace("\\", "").replace("\u200b", "")


@pytest.fixture(params=[Slack, Mattermost])
def chat(request, client, settings, monkeypatch):
    with chat_server(settings) as server:
        settings.SLACK_API_URL = settings.SLACK_HOOKS_URL = server.url
        server.answers["POST /chat.postMessage"] = (200, {"ok": True, "channel": "C1", "ts": "1.5"})
        server.answers["POST /chat.update"] = (200, {"ok": True})
        server.answers["POST /api/v4/posts"] = (201, {"id": "post-1"})
        name = request.param.__name__.lower()
        monkeypatch.setitem(SECRETS, "mattermost", SECRETS["mattermost"] | {"url": server.url})
        made = request.param(name, client, server)
        set_channels(made.integration, ["C1"], by=SYSTEM)
        yield made


@pytest.fixture
def alert(payments):
    return make_alert("db: slow", responders=[payments])


def log_of(alert):
    return AlertLog.objects.filter(alert=alert, via="chat").values_list("actor_name", "verb")


def test_who_is_connected_presses_as_oneself(chat, alert, ben):
    team = chat.integration.chat_team
    ChatAccount.objects.create(chat_team=team, user=ben, chat_user_id="U1")
    buttons = chat.posted()
    said = chat.press(buttons["Acknowledge"])
    who = f"Ben Member ({chat.label} @bob)"
    assert f"{who} acknowledged alert #{alert.tiny_id}" in said
    assert list(log_of(alert)) == [(who, "acknowledged")]


def test_who_is_not_connected_presses_under_their_chat_name(chat, alert):
    buttons = chat.posted()
    who = f"{chat.label} @bob (not connected)"
    assert f"{who} closed alert" in chat.press(buttons["Close"])
    assert list(log_of(alert)) == [(who, "closed")]


def test_who_must_be_connected_or_is_blocked_presses_in_vain(chat, alert, ben):
    buttons = chat.posted()
    assert CONNECT_FIRST in chat.press(buttons["Take ownership"])
    chat.integration.requires_matching = True
    chat.integration.save()
    assert CONNECT_FIRST in chat.press(buttons["Acknowledge"])
    ben.is_blocked = True
    ben.save()
    team = chat.integration.chat_team
    ChatAccount.objects.create(chat_team=team, user=ben, chat_user_id="U1")
    assert chat.press(buttons["Close"]) == BLOCKED  # and not as whom they act
    assert not log_of(alert)


def test_a_button_of_another_team_of_the_chat_does_nothing(chat, alert):
    button, now = chat.posted()["Close"], timezone.now()
    if isinstance(chat, Slack):
        request = slack_button(chat.secrets, "", team="T2", now=now, more={"actions": [button]})
    else:
        request = mattermost_button(button, team="T2", now=now)
    assert chat.send(request).status_code == 403
    assert not log_of(alert)


def test_a_command_that_no_button_has_does_nothing(chat, alert):
    """What is pressed is what was posted: its proof covers the command."""
    button, now = chat.posted()["Acknowledge"], timezone.now()
    if isinstance(chat, Slack):
        made = slack_button(chat.secrets, "", now=now, more={"actions": [button]})
        body = made.body.replace(b"ack", b"own")
        assert body != made.body
    else:
        made = mattermost_button(button, now=now)
        told = json.loads(made.body)
        head, claims, signature = told["context"]["genie"].split(".")
        told["context"]["genie"] = f"{head}.{claims[:-2]}AA.{signature}"
        body = json.dumps(told).encode()
    assert chat.send(type(made)(made.method, made.headers, made.query, body)).status_code == 401
    assert not log_of(alert)
