"""Mattermost: commands are proved by their token, buttons by a token of ours."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import pytest
import time_machine

from chatlink.adapters import ADAPTERS
from chatlink.adapters.base import NotPosted, Posted
from chatlink.messages import Button, Card, Forged, Link, Reply
from tests.chatlink.listening import chat_server
from tests.chatlink.signing import SECRETS, mattermost_button, signed

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MATTERMOST = ADAPTERS["mattermost"]
HOOK = "https://muster.example/hooks/chat/1/"
OURS = SECRETS["mattermost"] | {"chat_team": "T1", "hook_url": HOOK}
CARD = Card(
    "db [x](https://evil)",
    "https://muster.example/alerts/1/",
    ("@all, P1",),
    "bad",
    (Button("Acknowledge", "ack 12", is_main=True), Button("Close", "close 12")),
)


def read(request, now=NOW, secrets=OURS):
    return MATTERMOST.read(request, secrets, now=now)


def typed(text="ack 12", **form):
    """A command, with some fields of its form changed, or left out when None."""
    raw = signed("mattermost", OURS, text, now=NOW)
    fields = dict(parse_qsl(raw.body.decode(), keep_blank_values=True)) | form
    body = urlencode({name: value for name, value in fields.items() if value is not None})
    return replace(raw, body=body.encode())


def contexts(card=CARD, channel="C1", secrets=OURS, settings=None):
    """The contexts of the buttons of a card that is posted at NOW."""
    with chat_server(settings) as chat, time_machine.travel(NOW):
        chat.answers["POST /api/v4/posts"] = (201, {"id": "post-1"})
        MATTERMOST.post(card, channel, secrets | {"url": chat.url})
    [body] = chat.bodies("/posts")
    return [one["integration"]["context"] for one in body["props"]["attachments"][0]["actions"]]


def test_it_reads_what_was_typed():
    asked = read(typed("note “a” & <b> to 12"))
    assert asked.text == 'note "a" & <b> to 12'
    assert (asked.chat_team_id, asked.chat_user_id, asked.chat_user_name) == ("T1", "U1", "bob")
    assert (asked.channel_name, asked.is_private, asked.reply_to) == ("ops", True, {})


@pytest.mark.parametrize(
    ("header", "form", "is_taken"),
    [
        ("Token {}", "{}", True),
        ("Token {}", None, True),
        ("Bearer of-an-oauth-connection", "{}", True),
        (None, "{}", True),
        ("Token {}", "another", False),
        ("Token another", "{}", False),
        ("Bearer {}", None, False),
        (None, None, False),
        (None, "", False),
        ("Token", "", False),
    ],
)
def test_the_token_is_right_wherever_it_is(header, form, is_taken):
    raw = typed(token=form and form.format(OURS["secret"]))
    headers = {"content-type": raw.headers["content-type"]}
    if header:
        headers["authorization"] = header.format(OURS["secret"])
    raw = replace(raw, headers=headers)
    if is_taken:
        assert read(raw).text == "ack 12"
    else:
        with pytest.raises(Forged):
            read(raw)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_what_is_old_or_of_a_time_to_come_is_refused(seconds):
    with pytest.raises(Forged):
        read(signed("mattermost", OURS, "help", now=NOW + timedelta(seconds=seconds)))


def test_the_same_request_is_known_again_and_the_same_words_are_not():
    one = typed()
    assert read(one).once == read(one).once != read(typed()).once
    for trigger in (None, "", "13345224609.738474920.8088930838d88f008e0"):
        plain = typed(trigger_id=trigger)
        assert read(plain).once == read(plain).once


def test_a_field_that_is_there_twice_is_refused():
    raw = typed()
    with pytest.raises(Forged):
        read(replace(raw, body=raw.body + b"&user_id=U2"))


def test_several_may_be_mentioned():
    """Their names and IDs come as fields of one name. Source: Mattermost's mention_map.go."""
    raw = typed("note @ann @bob: see ~ops ~db to 12")
    for field in ("user_mentions", "user_mentions_ids", "channel_mentions", "channel_mentions_ids"):
        more = f"&{field}=a&{field}=b&{field}[]=a&{field}[]=b".encode()
        assert read(replace(raw, body=raw.body + more)).text.endswith(" to 12")


def test_a_button_says_what_would_be_typed(settings):
    ack, close = contexts(settings=settings)
    assert read(mattermost_button(ack, now=NOW)).text == "ack 12"
    asked = read(mattermost_button(close, now=NOW + timedelta(days=29)), NOW + timedelta(days=29))
    assert (asked.text, asked.is_button, asked.message_id) == ("close 12", True, "post-1")


def test_a_button_is_of_one_channel_one_integration_and_some_time(settings):
    ack, _ = contexts(settings=settings)
    with pytest.raises(Forged):
        read(mattermost_button(ack, channel="C2", now=NOW))
    with pytest.raises(Forged):
        read(mattermost_button(ack, now=NOW), secrets=OURS | {"secret": "another"})
    late = NOW + timedelta(days=30, minutes=2)
    with pytest.raises(Forged):
        read(mattermost_button(ack, now=late), late)
    for context in ({}, {"genie": ""}, {"genie": ack["genie"][:-2]}, {"command": "ack 12"}, [], 1):
        with pytest.raises(Forged):
            read(mattermost_button(context, now=NOW))


def test_replies_are_text_and_call_nobody():
    said = "@all @Channel @here @bob ben@corp.example [this](https://evil) ![i](x) db_1 _a_ <b>"
    link = Link("Connect [now]", "https://muster.example/a(b) c")
    told = MATTERMOST.render(Reply((said, "# big", "a - b"), link=link))
    assert told["text"] == (
        "@\u200ball @\u200bChannel @\u200bhere @\u200bbob ben@corp.example "
        "\\[this\\](https://evil) !\\[i\\](x) db_1 \\_a\\_ \\<b\\>\n"
        "\\# big\na - b\n"
        "[Connect \\[now\\]](https://muster.example/a%28b%29%20c)"
    )
    assert (told["response_type"], told["skip_slack_parsing"]) == ("ephemeral", True)
    assert MATTERMOST.render(Reply(("x",), is_private=False))["response_type"] == "in_channel"


@pytest.mark.parametrize(
    "before", ["", "-", ".", "db.", "db-", "_", "+", ":", "e\u0301", "\U0002ebf0"]
)
def test_nobody_is_called_whatever_comes_before(before):
    """Mattermost strips signs before a mention. Source: its mention_parser_standard.go."""
    told = MATTERMOST.render(Reply((f"{before}@all {before}@bob",)))["text"]
    assert "@all" not in told
    assert "@bob" not in told


def test_who_presses_a_button_is_told_alone(settings):
    asked = read(mattermost_button(contexts(settings=settings)[0], now=NOW))
    told = MATTERMOST.render(Reply(("Acknowledged.",)), asked)
    assert told == {"ephemeral_text": "Acknowledged.", "skip_slack_parsing": True}


def test_an_alert_is_posted_and_changed(settings):
    with chat_server(settings) as chat:
        ours = OURS | {"url": f"{chat.url}/"}
        chat.answers["POST /api/v4/posts"] = (201, {"id": "post-1"})
        posted = MATTERMOST.post(CARD, "C1", ours)
        assert posted == Posted("C1", "post-1")
        MATTERMOST.update(CARD, posted, ours)
        with pytest.raises(NotPosted):
            MATTERMOST.update(CARD, Posted("C1", ".."), ours)
    (method, path, headers, body), (changed, where, _, patch) = chat.asked
    assert (method, path, body["channel_id"]) == ("POST", "/api/v4/posts", "C1")
    assert (changed, where) == ("PUT", "/api/v4/posts/post-1/patch")
    assert headers["authorization"] == "Bearer bot-token"
    [attachment] = body["props"]["attachments"]
    assert attachment["text"] == (
        "**[db \\[x\\](https://evil)](https://muster.example/alerts/1/)**\n@\u200ball, P1"
    )
    assert [one["integration"]["url"] for one in attachment["actions"]] == [HOOK, HOOK]
    assert patch["props"]["attachments"][0]["text"] == attachment["text"]


def test_it_says_what_is_missing():
    for lacking in ({"url": ""}, {"url": "https://mattermost.example", "bot_token": ""}):
        with pytest.raises(NotPosted, match="no "):
            MATTERMOST.post(CARD, "C1", OURS | lacking)


def test_a_refusal_is_told_in_its_own_words(settings):
    with chat_server(settings) as chat:
        refusal = {"message": "You do not have the appropriate permissions.", "status_code": 403}
        chat.answers["POST /api/v4/posts"] = (403, refusal)
        with pytest.raises(NotPosted, match="403: You do not have the appropriate permissions"):
            MATTERMOST.post(CARD, "C1", OURS | {"url": chat.url})


def test_a_private_address_is_not_asked(settings):
    settings.OUTGOING_ALLOW = []
    started = time.monotonic()
    with pytest.raises(NotPosted, match="private network"):
        MATTERMOST.post(CARD, "C1", OURS | {"url": "http://127.0.0.1:8065"})
    assert time.monotonic() - started < 5
