"""Microsoft Teams, outgoing webhook: the body is signed, the time stands in it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatlink.adapters import ADAPTERS
from chatlink.messages import Forged, Link, NothingAsked, RawRequest, Reply
from tests.chatlink.signing import SECRETS, sign_teams, signed

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TEAMS = ADAPTERS["teams-webhook"]
OURS = SECRETS["teams-webhook"]
VECTORS = Path(__file__).parent / "vectors"
PUBLISHED = (VECTORS / "teams_outgoing_webhook_vector.json").read_bytes()
PUBLISHED_AT = datetime(2017, 2, 1, 21, 10, 7, tzinfo=UTC)
PUBLISHED_MAC = "HMAC 03TCao0i55H1eVKUusZOTZRjtvYTs+mO41mPL+R1e1U="


def read(request, now=NOW, secrets=OURS):
    return TEAMS.read(request, secrets, now=now)


def said(text, **more):
    """A message of such a text, with some parts replaced."""
    told = json.loads(signed("teams-webhook", OURS, "", now=NOW).body)
    return sign_teams(OURS, json.dumps(told | {"text": text} | more).encode())


def test_the_published_signature_holds():
    request = RawRequest("POST", {"authorization": PUBLISHED_MAC}, {}, PUBLISHED)
    asked = read(request, PUBLISHED_AT)
    assert asked.text == "Hello Larry Brown"
    assert asked.chat_team_id == "19:712c61d0ef384e5fa681ba90ca943398@thread.skype"
    assert (asked.chat_user_id[:9], asked.chat_user_name) == ("29:1XJKJM", "Tim Jones")
    assert asked.is_private is False
    again = replace(request, body=json.dumps(json.loads(PUBLISHED)).encode())
    with pytest.raises(Forged):  # the bytes are signed, not what they mean
        read(again, PUBLISHED_AT)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("<at>Muster</at>&nbsp;ack 12\n", "ack 12"),
        ('<p><at id="0">The Bot</at>&nbsp;ack&nbsp;12</p>', "ack 12"),
        ("<at>Muster</at> /genie connect", "connect"),
        ("<at>Muster</at> assign 12 to <at>Larry Brown</at>", "assign 12 to Larry Brown"),
        ("<at>Muster</at> note a &lt;b&gt; &amp;amp; c to 12", "note a <b> &amp; c to 12"),
        ("<at>Muster</at> note if a < b > c to 12", "note if a < b > c to 12"),
        ("assign 12 to <at>Larry Brown</at>", "assign 12 to Larry Brown"),
        ("<div>ack 12</div><br>", "ack 12"),
        ("", ""),
    ],
)
def test_it_reads_what_was_typed(typed, text):
    assert read(said(typed)).text == text


def test_who_asks_is_known_to_the_whole_tenant_where_teams_says_so():
    assert read(said("x")).chat_user_id == "U1"
    assert read(said("x", **{"from": {"id": "29:U1", "name": "bob"}})).chat_user_id == "29:U1"


@pytest.mark.parametrize("seconds", [-299, 0, 299])
def test_what_is_near_in_time_is_taken(seconds):
    assert read(signed("teams-webhook", OURS, "help", now=NOW + timedelta(seconds=seconds)))


@pytest.mark.parametrize("seconds", [-301, 301])
def test_what_is_old_or_of_a_time_to_come_is_refused(seconds):
    with pytest.raises(Forged):
        read(signed("teams-webhook", OURS, "help", now=NOW + timedelta(seconds=seconds)))


@pytest.mark.parametrize("stamp", [None, "", "now", "2026-11-22T12:00:00", 1795348800, "x" * 5000])
def test_a_time_that_says_nothing_is_refused(stamp):
    with pytest.raises(Forged):
        read(said("x", timestamp=stamp))


def test_a_body_without_a_team_a_user_or_an_id_is_refused():
    for more in ({"channelData": {}}, {"channelData": None}, {"from": {}}, {"id": ""}, {"id": []}):
        with pytest.raises(Forged):
            read(said("x", **more))


def test_what_is_no_message_asks_nothing():
    with pytest.raises(NothingAsked):
        read(said("x", type="conversationUpdate"))


@pytest.mark.parametrize("key", ["", "no base 64", "a", "é", "====", "AAAA"])
def test_nothing_is_proved_by_another_key(key):
    with pytest.raises(Forged):
        read(signed("teams-webhook", OURS, "x", now=NOW), secrets={"secret": key})


def test_replies_are_plain_text():
    link = Link("Connect", "https://muster.example/x/")
    assert TEAMS.render(Reply(("<b>&", "[x](y)"), link=link)) == {
        "type": "message",
        "textFormat": "plain",
        "text": "<b>&\n[x](y)\nConnect: https://muster.example/x/",
    }
    assert TEAMS.replies_are_public
    assert not TEAMS.can_post
