"""Stride: tokens of the app's secret; replies go by calls, since it takes none in the answer."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from chatlink.adapters import ADAPTERS
from chatlink.adapters.base import NotPosted
from chatlink.messages import Card, Forged, Link, Reply
from tests.chatlink.listening import chat_server
from tests.chatlink.signing import SECRETS, sign_stride, signed

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
STRIDE = ADAPTERS["stride"]
OURS = SECRETS["stride"] | {"chat_team": "T1"}


def read(request, now=NOW, secrets=OURS):
    return STRIDE.read(request, secrets, now=now)


def parts(text="ack 12"):
    """The body and the claims of a request."""
    raw = signed("stride", OURS, text, now=NOW)
    token = raw.headers["authorization"].removeprefix("Bearer ")
    return json.loads(raw.body), jwt.decode(token, options={"verify_signature": False})


def made(claims=(), body=()):
    """A request with some claims or parts of the body replaced; None leaves a claim out."""
    told, said = parts()
    said |= dict(claims)
    kept = {name: value for name, value in said.items() if value is not None}
    return sign_stride(OURS, told | dict(body), kept)


def test_it_reads_who_asks_what():
    raw = signed("stride", OURS, "ack 12", now=NOW)
    asked = read(raw)
    assert (asked.text, asked.chat_team_id, asked.channel_id) == ("ack 12", "T1", "C1")
    assert (asked.chat_user_id, asked.chat_user_name) == ("U1", "bob")
    assert asked.once == json.loads(raw.body)["message"]["id"]
    assert asked.reply_to == {"site": "T1", "conversation": "C1", "user": "U1"}
    token = raw.headers["authorization"].removeprefix("Bearer ")
    assert read(replace(raw, headers={}, query={"jwt": token})).text == "ack 12"


def paragraph(*nodes):
    return {"type": "paragraph", "content": list(nodes)}


def text(words):
    return {"type": "text", "text": words}


BOT = {"type": "mention", "attrs": {"id": "1", "text": "@Muster Bot"}}
BOB = {"type": "mention", "attrs": {"id": "2", "text": "@Bob B"}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([paragraph(BOT, text(" ack 12"))], "ack 12"),
        ([paragraph(text("/genie ack 12"))], "ack 12"),
        ([paragraph(BOT, text(" assign 12 to "), BOB)], "assign 12 to @Bob B"),
        ([paragraph(BOT, text("note “a”")), paragraph(text("b <c> to 1"))], 'note "a"\nb <c> to 1'),
        ([paragraph(BOT, text("note a"), {"type": "hardBreak"}, text("b to 1"))], "note a\nb to 1"),
        ([paragraph()], ""),
        ([], ""),
        (None, ""),
        ([7, {"content": None}, paragraph(None, {"text": 7})], ""),
    ],
)  # fmt: skip
def test_it_reads_what_stands_after_the_mention(content, said):
    body, claims = parts()
    body["message"]["body"]["content"] = content
    assert read(sign_stride(OURS, body, claims)).text == said


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "U2"},
        {"sub": None},
        {"exp": None},
        {"exp": AT - 16},
        {"exp": [AT]},
        {"aud": ["app-1"]},
        {"iat": AT - 301},
        {"iat": AT + 301},
        {"context": None},
        {"context": {"cloudId": "T2", "resourceId": "C1"}},
        {"context": {"cloudId": "T1", "resourceId": "C2"}},
        {"context": "T1"},
    ],
    ids=str,
)
def test_a_token_that_says_otherwise_is_refused(claims):
    with pytest.raises(Forged):
        read(made(claims))


def test_a_token_without_its_time_is_as_old_as_the_message():
    assert read(made({"iat": None}))
    body, _ = parts()
    for stamp in ((NOW - timedelta(seconds=301)).isoformat(), None, "", 7):
        body["message"]["ts"] = stamp
        with pytest.raises(Forged):
            read(made({"iat": None}, body))


@pytest.mark.parametrize(
    "body",
    [
        {"cloudId": "T2"},
        {"sender": {"id": "U2"}},
        {"sender": None},
        {"conversation": {"id": "C2"}},
        {"message": {"id": "m", "sender": {"id": "U2"}}},
        {"message": {"sender": {"id": "U1"}}},
    ],
    ids=str,
)
def test_a_body_that_says_otherwise_is_refused(body):
    with pytest.raises(Forged):
        read(made((), body))


@pytest.fixture
def stride(settings):
    """A server that speaks Stride's REST."""
    with chat_server(settings) as chat:
        settings.STRIDE_URL = chat.url
        chat.answers["POST /oauth/token"] = (200, {"access_token": "t", "expires_in": 3600})
        yield chat


def test_replies_go_by_calls(stride):
    asked = read(signed("stride", OURS, "connect", now=NOW))
    link = Link("Connect", "https://muster.example/x/")
    STRIDE.deliver(Reply(("@all <b>", "two"), link=link), asked.reply_to, OURS)
    STRIDE.deliver(Reply(("done",), is_private=False), asked.reply_to, OURS)
    (_, _, _, credentials), (_, alone, headers, said), (_, seen, _, _) = stride.asked
    assert credentials == {
        "grant_type": "client_credentials",
        "client_id": "app-1",
        "client_secret": OURS["secret"],
    }
    assert headers["authorization"] == "Bearer t"
    assert alone == "/site/T1/conversation/user/U1/message"
    assert seen == "/site/T1/conversation/C1/message"
    texts = [one["content"][0] for one in said["body"]["content"]]
    assert [one["text"] for one in texts] == ["@all <b>", "two", "Connect"]
    assert texts[2]["marks"] == [{"type": "link", "attrs": {"href": "https://muster.example/x/"}}]


def test_an_alert_is_posted(stride):
    card = Card("db is down", "https://muster.example/1/", ("P1",), "bad")
    stride.answers["POST /site/T1/conversation/C%2F1/message"] = (201, {"id": "m1"})
    assert STRIDE.post(card, "C/1", OURS).message_id == "m1"
    with pytest.raises(NotPosted, match="which site"):
        STRIDE.post(card, "C1", SECRETS["stride"])


def test_ids_lead_nowhere_else(stride):
    for place in ({"site": "..", "user": "U1"}, {"site": "T1", "user": ""}, {}):
        with pytest.raises(NotPosted):
            STRIDE.deliver(Reply(("x",)), place, OURS)
