"""Each chat system, signed as it signs: connect, approve, act as oneself, disconnect."""

import pytest
from django.urls import reverse

from alerts.models import Alert, AlertLog
from chatlink.models import ChatAccount
from tests.chatlink.chatting import Chat, approve, link_in
from tests.chatlink.make import CHAT_TEAM
from tests.make import make_alert

pytestmark = pytest.mark.django_db


def test_connect_act_as_oneself_and_disconnect(chat, payments, ben, as_user):
    alert = make_alert("db is down", responders=[payments])
    browser = as_user(ben)
    assert approve(browser, link_in(chat.type("connect"))).status_code in (200, 302)
    account = ChatAccount.objects.get()
    assert (account.user, account.chat_team.external_id) == (ben, CHAT_TEAM)
    said = chat.type(f"ack {alert.tiny_id}")
    assert str(alert.tiny_id) in said
    assert f"You act as {ben.username} here" in said
    assert "You act as" not in chat.type("list")
    alert = Alert.objects.get(pk=alert.pk)
    assert alert.is_acknowledged
    entry = AlertLog.objects.get(alert=alert, verb="acknowledged")
    assert entry.actor_name.startswith(f"Ben Member ({chat.label} ")
    assert (entry.user_id, entry.via) == (ben.pk, "chat")
    again = chat.type("connect")
    assert ben.username in again
    assert approve(browser, link_in(again)).status_code in (200, 302)
    assert not ChatAccount.objects.exists()
    chat.type(f"note gone to {alert.tiny_id}")
    noted = AlertLog.objects.get(alert=alert, verb="noted")
    assert "(not connected)" in noted.actor_name


@pytest.fixture
def slack(client, settings):
    return Chat("slack", client, None)


def test_too_many_commands_are_not_done(slack, settings):
    settings.CHAT_COMMANDS_PER_MINUTE = 3
    said = [slack.type("help", user=user) for user in ("U1", "U2", "U3", "U4")]
    assert ["Too many commands" in one for one in said] == [False, False, False, True]


def test_nobody_alone_makes_all_the_commands_of_a_minute(slack, settings):
    settings.CHAT_COMMANDS_PER_MINUTE = 4
    said = [slack.type("help", user="mallory") for _ in range(9)]
    assert ["Too many commands" in one for one in said] == [False] * 2 + [True] * 7
    said = [slack.type("help", user=user) for user in ("ben", "tom", "ada")]
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
