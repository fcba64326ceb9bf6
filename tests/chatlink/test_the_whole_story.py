"""Each chat system, signed as it signs: connect, approve, act as oneself, disconnect; and no
request that it did not send."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from alerts.models import Alert, AlertLog
from chatlink.adapters import ADAPTERS
from chatlink.models import ChatAccount, Delivery
from tests.chatlink import signing
from tests.chatlink.listening import chat_server
from tests.chatlink.make import CHAT_TEAM, make_integration
from tests.chatlink.signing import SECRETS, signed
from tests.jobs import run_jobs
from tests.make import make_alert

pytestmark = pytest.mark.django_db
AT_ONCE = ("slack", "mattermost", "teams-webhook", "teams-bot", "hipchat")
ALL = (*AT_ONCE, "stride")
LINK = re.compile(r"https?://[^\s\"<>|)\\]+/chat/connect/[A-Za-z0-9_-]+/")


class Chat:
    """A chat system with an integration, and bob in it, who types commands."""

    def __init__(self, adapter, client, server, **more):
        self.adapter, self.client, self.server = adapter, client, server
        self.integration = make_integration(adapter, secrets=SECRETS[adapter], **more)

    def request(self, text, **changed):
        now = changed.pop("now", timezone.now())
        return signed(self.adapter, SECRETS[self.adapter], text, **changed, now=now)

    def send(self, request):
        headers = {name: value for name, value in request.headers.items() if name != "content-type"}
        return self.client.generic(
            request.method,
            f"/hooks/chat/{self.integration.pk}/",
            request.body,
            content_type=request.headers.get("content-type", "application/json"),
            headers=headers,
            query_params=dict(request.query),
        )

    def type(self, text, **changed):
        """What is said to a command, as JSON text."""
        answer = self.send(self.request(text, **changed))
        assert answer.status_code == 200, answer.content
        if ADAPTERS[self.adapter].answers_at_once:
            return json.dumps(answer.json(), ensure_ascii=False)
        run_jobs()
        said = [body for _, _, _, body in self.server.asked if isinstance(body, dict)]
        return json.dumps(said[-1], ensure_ascii=False)


@pytest.fixture(params=ALL)
def chat(request, client, settings):
    with signing.keys_served(settings), chat_server(settings) as server:
        settings.STRIDE_URL = settings.TEAMS_BOT_URL = settings.TEAMS_LOGIN_URL = server.url
        token = (200, {"access_token": "t", "expires_in": 3600})
        server.answers["POST /oauth/token"] = token
        server.answers["POST /botframework.com/oauth2/v2.0/token"] = token
        yield Chat(request.param, client, server, requires_code=False)


def approve(client, link):
    """Open a link, and approve what the page asks."""
    page = client.get(urlsplit(link).path, follow=True)
    sent = {"decision": "approve", "link": page.context["link"].pk}
    return client.post(reverse("chatlink:connect"), sent)


def test_connect_act_as_oneself_and_disconnect(chat, payments, ben, as_user):
    alert = make_alert("db is down", responders=[payments])
    browser = as_user(ben)
    link = LINK.search(chat.type("connect"))[0]
    assert approve(browser, link).status_code in (200, 302)
    account = ChatAccount.objects.get()
    assert (account.user, account.chat_team.external_id) == (ben, CHAT_TEAM)
    said = chat.type(f"ack {alert.tiny_id}")
    assert str(alert.tiny_id) in said
    assert f"You act as {ben.username} here" in said
    assert "You act as" not in chat.type("list")
    alert = Alert.objects.get(pk=alert.pk)
    label = chat.integration.chat_team.get_kind_display()
    assert alert.is_acknowledged
    entry = AlertLog.objects.get(alert=alert, verb="acknowledged")
    assert entry.actor_name.startswith(f"Ben Member ({label} ")
    assert (entry.user_id, entry.via) == (ben.pk, "chat")
    again = chat.type("connect")
    assert ben.username in again
    assert approve(browser, LINK.search(again)[0]).status_code in (200, 302)
    assert not ChatAccount.objects.exists()
    chat.type(f"note gone to {alert.tiny_id}")
    noted = AlertLog.objects.get(alert=alert, verb="noted")
    assert "(not connected)" in noted.actor_name


def test_what_it_did_not_send_does_nothing(chat, payments):
    alert = make_alert("db is down", responders=[payments])
    text, now = f"ack {alert.tiny_id}", timezone.now()
    good = chat.request(text)
    bad = {
        "no proof": replace(good, headers={"content-type": good.headers["content-type"]}, query={}),
        "another secret": signed(
            chat.adapter,
            SECRETS[chat.adapter] | {"secret": "YW5vdGhlciBzZWNyZXQgb2YgdGhpcyB0ZXN0Lg=="},
            *(text,),
            now=now,
        ),
        "an old one": chat.request(text, now=now - timedelta(hours=3)),
    }
    if chat.adapter == "mattermost":
        bad["no proof"] = replace(bad["no proof"], body=good.body.replace(b"token=", b"t="))
    if chat.adapter == "teams-bot":
        del bad["another secret"]  # its secret only fetches tokens; signatures are Microsoft's
    for why, request in bad.items():
        assert chat.send(request).status_code == 401, why
    if chat.adapter != "hipchat":  # which names no team: its OAuth ID stands for one
        assert chat.send(chat.request(text, team="T2")).status_code == 403
    alert.refresh_from_db()
    assert not alert.is_acknowledged
    chat.integration.refresh_from_db()
    assert "do not prove" in chat.integration.last_error
    assert chat.integration.last_request_at is None


def test_the_same_request_again_is_not_done_again(chat, payments):
    alert = make_alert("db is down", responders=[payments])
    request = chat.request(f"note once to {alert.tiny_id}")
    assert chat.send(request).status_code == 200
    assert chat.send(request).status_code == (200 if chat.adapter == "stride" else 409)
    assert AlertLog.objects.filter(alert=alert, verb="noted").count() == 1
    assert Delivery.objects.count() == 1


@pytest.fixture
def slack(client, settings):
    return Chat("slack", client, None)


def test_too_many_commands_are_not_done(slack, settings):
    settings.CHAT_COMMANDS_PER_MINUTE = 2
    said = [slack.type("help") for _ in range(3)]
    assert ["Too many commands" in one for one in said] == [False, False, True]


def test_a_connected_account_is_used_and_keeps_its_name_up_to_date(slack, ben):
    team = slack.integration.chat_team
    ChatAccount.objects.create(chat_team=team, user=ben, chat_user_id="U1", chat_user_name="old")
    slack.type("help", user_name="bob")
    account = ChatAccount.objects.get()
    assert account.chat_user_name == "bob"
    assert account.last_used_at
    slack.integration.refresh_from_db()
    assert slack.integration.last_request_at


def test_the_hook_takes_posts_of_a_fair_size_for_what_there_is(slack, client):
    address = reverse("chatlink:hook", args=[slack.integration.pk])
    assert client.get(address).status_code == 405
    huge = client.post(address, b"x" * (1024 * 1024 + 1), content_type="text/plain")
    assert huge.status_code == 413
    slack.integration.delete()
    assert client.post(address, b"{}", content_type="application/json").status_code == 404


def test_a_character_that_no_text_can_hold_is_dropped(slack, payments):
    alert = make_alert("db is down", responders=[payments])
    slack.type(f"note a\0b to {alert.tiny_id}")
    assert AlertLog.objects.get(alert=alert, verb="noted").details["note"] == "ab"
