"""HipChat: tokens of an add-on, which must agree with the body that they do not cover."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from chatlink.adapters import ADAPTERS
from chatlink.adapters.base import NotPosted, Posted
from chatlink.messages import Card, Forged, Link, NothingAsked, Reply
from tests.chatlink.listening import chat_server
from tests.chatlink.signing import SECRETS, sign_hipchat, signed

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
HIPCHAT = ADAPTERS["hipchat"]
OURS = SECRETS["hipchat"] | {"chat_team": "123"}


def read(request, now=NOW, secrets=OURS):
    return HIPCHAT.read(request, secrets, now=now)


def parts(text="ack 12"):
    """The body and the claims of a request."""
    raw = signed("hipchat", OURS, text, now=NOW)
    token = raw.query["signed_request"]
    return json.loads(raw.body), jwt.decode(token, options={"verify_signature": False})


def published():
    """The body that xMatters has in its knowledge base (208001206), with a token of ours."""
    body = {
        "event": "room_message",
        "item": {
            "message": {
                "date": "2016-03-04T21:42:36.400164+00:00",
                "from": {"id": 333, "mention_name": "TravisDePuy", "name": "Travis DePuy"},
                "id": "111-222-333-444-555",
                "mentions": [],
                "message": "/genie connect",
                "type": "message",
            },
            "room": {"id": 111, "name": "Major Incidents"},
        },
        "oauth_client_id": "add-on-1",
        "webhook_id": 4131003,
    }
    claims = parts()[1] | {"jti": "a5f0", "sub": 333, "context": {"room_id": 111, "user_tz": "UTC"}}
    return sign_hipchat(OURS, body, claims)


def test_the_published_body_is_read():
    asked = read(published())
    assert (asked.text, asked.channel_id) == ("connect", "111")
    assert (asked.chat_user_id, asked.chat_user_name) == ("333", "TravisDePuy")
    assert (asked.chat_team_id, asked.is_private) == ("123", False)
    assert asked.once == "a5f0"


def test_the_token_may_stand_in_the_header():
    raw = signed("hipchat", OURS, "ack 12", now=NOW)
    token = raw.query["signed_request"]
    assert read(replace(raw, query={}, headers={"authorization": f"JWT {token}"})).text == "ack 12"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("/genie ack 12", "ack 12"),
        ("/Genie   whoIsOnCall Data  1", "whoIsOnCall Data  1"),
        ("/genie", ""),
        (" /genie\u00a0note “a” <b> &amp; to 12", 'note "a" <b> &amp; to 12'),
    ],
)
def test_it_reads_what_stands_after_genie(typed, text):
    body, claims = parts()
    body["item"]["message"]["message"] = typed
    assert read(sign_hipchat(OURS, body, claims)).text == text


@pytest.mark.parametrize("typed", ["genie ack 12", "/genies ack", "hello", "", None])
def test_other_talk_asks_nothing(typed):
    body, claims = parts()
    body["item"]["message"]["message"] = typed
    with pytest.raises(NothingAsked):
        read(sign_hipchat(OURS, body, claims))


@pytest.mark.parametrize(
    "more",
    [
        {"sub": "U2"},
        {"sub": None},
        {"context": {"room_id": "C2"}},
        {"context": {}},
        {"iss": "add-on-2"},
        {"jti": ""},
        {"jti": None},
        {"aud": ["add-on-1"]},
        {"exp": None},
        {"exp": "soon"},
        {"exp": AT - 16},
        {"iat": AT - 301},
        {"iat": AT + 301},
        {"iat": None},
        {"nbf": AT + 301},
    ],
    ids=str,
)
def test_a_token_that_says_otherwise_is_refused(more):
    body, claims = parts()
    made = {name: value for name, value in (claims | more).items() if value is not None}
    with pytest.raises(Forged):
        read(sign_hipchat(OURS, body, made))


@pytest.mark.parametrize("seconds", [-299, 0, 14])
def test_what_is_near_in_time_is_taken(seconds):
    assert read(signed("hipchat", OURS, "help", now=NOW + timedelta(seconds=seconds)))


def test_a_body_that_names_the_add_on_is_no_proof():
    raw = signed("hipchat", OURS, "ack 12", now=NOW)
    with pytest.raises(Forged):
        read(replace(raw, query={}))


def test_replies_are_text_that_calls_nobody():
    link = Link("Connect", "https://muster.example/x/")
    told = HIPCHAT.render(Reply(("/quote @all <b>", "ben@corp.example"), link=link))
    assert told == {
        "color": "yellow",
        "message": "\u200b/quote @\u200ball <b>\nben@corp.example\n"
        "Connect: https://muster.example/x/",
        "message_format": "text",
        "notify": False,
    }
    assert HIPCHAT.replies_are_public


def test_an_alert_is_posted(settings):
    with chat_server(settings) as chat:
        settings.HIPCHAT_URL = chat.url
        chat.answers["POST /v2/oauth/token"] = (200, {"access_token": "t", "expires_in": 3600})
        card = Card("db is down", "https://muster.example/1/", ("@here, P1",), "bad")
        assert HIPCHAT.post(card, "111", OURS) == Posted("111", "")
        chat.answers["POST /v2/room/112/notification"] = (404, {"error": {"message": "Gone"}})
        with pytest.raises(NotPosted, match="404: Gone"):
            HIPCHAT.post(card, "112", OURS)
    (_, _, asking, form), (_, path, headers, body), *_ = chat.asked
    assert asking["authorization"].startswith("Basic ")
    assert form == "grant_type=client_credentials&scope=send_notification"
    assert (path, headers["authorization"]) == ("/v2/room/111/notification", "Bearer t")
    assert (body["color"], body["message_format"]) == ("red", "text")
    assert body["message"] == "db is down\n@\u200bhere, P1\nhttps://muster.example/1/"
