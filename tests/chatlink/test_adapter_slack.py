"""Slack: what it sends is proved and read, what it gets is escaped."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote_plus

import pytest

from chatlink.adapters import ADAPTERS
from chatlink.adapters.base import NotPosted, Posted
from chatlink.messages import Button, Card, Forged, Link, NothingAsked, RawRequest, Reply
from tests.chatlink.listening import chat_server
from tests.chatlink.signing import SECRETS, sign_slack, signed, slack_button

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SLACK = ADAPTERS["slack"]
OURS = SECRETS["slack"]
# Published by Slack: "Verifying requests from Slack".
PUBLISHED = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
    b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
    b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
    b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
PUBLISHED_HEADERS = {
    "x-slack-request-timestamp": "1531420618",
    "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
}
CARD = Card(
    "db <!channel> & co",
    "https://muster.example/alerts/1/",
    ("P1, open", "<https://evil|Approve>"),
    "bad",
    (Button("Acknowledge", "ack 12", is_main=True), Button("Close", "close 12")),
)


def read(request, now=NOW, secrets=OURS):
    return SLACK.read(request, secrets, now=now)


def test_the_published_signature_holds():
    request = RawRequest("POST", PUBLISHED_HEADERS, {}, PUBLISHED)
    asked = read(request, datetime.fromtimestamp(1531420618, UTC))
    assert (asked.chat_team_id, asked.chat_team_name) == ("T1DC2JH3J", "testteamnow")
    assert (asked.chat_user_id, asked.chat_user_name) == ("U2CERLKJA", "roadrunner")
    assert (asked.text, asked.is_private, asked.is_button) == ("", True, False)
    assert asked.once == PUBLISHED_HEADERS["x-slack-signature"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ack 12", "ack 12"),
        ("note a &lt;b&gt; &amp;amp; c to 12", "note a <b> &amp; c to 12"),
        ("assign 12 to <@U1|bob>", "assign 12 to @bob"),
        ("assign 12 to <@U1>", "assign 12 to @U1"),
        ("assign 12 to <mailto:a@b.c|a@b.c>", "assign 12 to a@b.c"),
        ("note <https://x.example/a> in <#C1|ops> to 12", "note https://x.example/a in #ops to 12"),
        ("note <!here> <!subteam^S1|@dba> to 12", "note @here @dba to 12"),
        ("note “it’s” to\u00a012", "note \"it's\" to 12"),
    ],
)  # fmt: skip
def test_it_reads_what_was_typed(typed, text):
    raw = sign_slack(OURS, f"team_id=T1&user_id=U1&text={quote_plus(typed)}", NOW)
    assert read(raw).text == text


def test_it_tells_whose_ids_are_mentioned():
    """Names change, and two may have the same."""
    typed = "assign 12 to <@U1|bob> <@U2|Eve> <@U3> <@U4|twin> <@U5|twin> <#C1|ops>"
    raw = sign_slack(OURS, f"team_id=T1&user_id=U1&text={quote_plus(typed)}", NOW)
    assert read(raw).mentions == {"bob": "U1", "eve": "U2", "twin": ""}


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
def test_what_is_near_in_time_is_taken(seconds):
    assert read(signed("slack", OURS, "help", now=NOW + timedelta(seconds=seconds)))


@pytest.mark.parametrize("seconds", [-301, 301, 10**6])
def test_what_is_old_or_of_a_time_to_come_is_refused(seconds):
    with pytest.raises(Forged):
        read(signed("slack", OURS, "help", now=NOW + timedelta(seconds=seconds)))


def test_a_probe_of_the_certificate_is_refused_unless_it_is_signed():
    with pytest.raises(Forged):
        read(RawRequest("POST", {}, {}, b"ssl_check=1&token=x"))
    with pytest.raises(NothingAsked):
        read(sign_slack(OURS, "ssl_check=1&token=x", NOW))


def test_a_button_says_what_would_be_typed():
    asked = read(slack_button(OURS, "ack 12", now=NOW))
    assert (asked.text, asked.is_button, asked.message_id) == ("ack 12", True, "1596530361.000100")
    assert (asked.chat_team_id, asked.chat_user_id, asked.chat_user_name) == ("T1", "U1", "bob")
    assert asked.reply_to == {"url": "https://hooks.slack.com/actions/T1/111/random-value"}


@pytest.mark.parametrize(
    ("more", "team"),
    [
        ({"user": {"id": "W9", "username": "eve", "team_id": "T9"}}, "T9"),  # a shared channel
        ({"team": None, "enterprise": {"id": "E1"}}, "T1"),  # an organisation's installation
        ({"user": {"id": "U1", "username": "bob"}}, "T1"),
    ],
)
def test_who_presses_a_button_is_of_their_own_workspace(more, team):
    assert read(slack_button(OURS, "ack 12", now=NOW, more=more)).chat_team_id == team


def test_a_button_that_only_leads_somewhere_asks_nothing():
    link = [{"action_id": "x1Y", "type": "button", "url": "https://muster.example/"}]
    for actions in (link, []):
        with pytest.raises(NothingAsked):
            read(slack_button(OURS, "", now=NOW, more={"actions": actions}))


def test_replies_are_escaped_and_not_unfolded():
    link = Link("Connect | <now>", "https://muster.example/?a=1&b=<2>|3")
    told = SLACK.render(Reply(("<!channel> & <https://evil|x>",), link=link))
    assert told["text"] == (
        "&lt;!channel&gt; &amp; &lt;https://evil|x&gt;\n"
        "<https://muster.example/?a=1&amp;b=%3C2%3E%7C3|Connect ¦ &lt;now&gt;>"
    )
    assert told["response_type"] == "ephemeral"
    assert told["unfurl_links"] is told["unfurl_media"] is False
    assert SLACK.render(Reply(("done",), is_private=False))["response_type"] == "in_channel"


def test_an_alert_is_posted_and_changed(settings):
    with chat_server(settings) as chat:
        settings.SLACK_API_URL = f"{chat.url}/api"
        chat.answers["POST /api/chat.postMessage"] = (
            200,
            {"ok": True, "channel": "C1", "ts": "1.2"},
        )
        chat.answers["POST /api/chat.update"] = (200, {"ok": True})
        posted = SLACK.post(CARD, "C1", OURS)
        assert posted == Posted("C1", "1.2")
        SLACK.update(CARD, posted, OURS)
    [(_, _, headers, first), (_, _, _, second)] = chat.asked
    assert headers["authorization"] == "Bearer xoxb-1"
    assert (first["channel"], second["channel"], second["ts"]) == ("C1", "C1", "1.2")
    [attachment] = first["attachments"]
    title, lines, actions = attachment["blocks"]
    assert title["text"]["text"] == (
        "*<https://muster.example/alerts/1/|db &lt;!channel&gt; &amp; co>*"
    )
    assert lines["text"]["text"] == "P1, open\n&lt;https://evil|Approve&gt;"
    assert [one["value"] for one in actions["elements"]] == ["ack 12", "close 12"]
    pressed = [actions["elements"][1] | {"block_id": "b"}]
    assert read(slack_button(OURS, "", now=NOW, more={"actions": pressed})).text == "close 12"


def test_long_alerts_fit(settings):
    with chat_server(settings) as chat:
        settings.SLACK_API_URL = chat.url
        chat.answers["POST /chat.postMessage"] = (200, {"ok": True, "channel": "C1", "ts": "1.2"})
        SLACK.post(Card("&" * 9000, "https://m.example/", ("<" * 9000,), "ok"), "C1", OURS)
    [body] = chat.bodies("postMessage")
    assert all(len(one["text"]["text"]) <= 3000 for one in body["attachments"][0]["blocks"])


@pytest.mark.parametrize(
    ("status", "answer", "raised"),
    [
        (200, {"ok": False, "error": "channel_not_found"}, NotPosted),
        (200, {"ok": False, "error": "ratelimited"}, OSError),
        (429, {}, OSError),
        (503, {}, OSError),
        (404, {}, NotPosted),
        (200, ["no", "object"], NotPosted),
    ],
)
def test_it_tells_what_may_go_well_later(status, answer, raised, settings):
    with chat_server(settings) as chat:
        settings.SLACK_API_URL = chat.url
        chat.answers["POST /chat.postMessage"] = (status, answer)
        with pytest.raises(raised):
            SLACK.post(CARD, "C1", OURS)


def test_it_posts_nothing_without_a_token():
    with pytest.raises(NotPosted, match="no token"):
        SLACK.post(CARD, "C1", {"secret": "x"})
    with pytest.raises(NotPosted, match="strange"):
        SLACK.post(CARD, "C1", {"bot_token": "xoxb\r\nHost: evil"})


def test_who_pressed_a_button_is_answered_by_a_call_to_slack_alone(settings):
    with chat_server(settings) as chat:
        settings.SLACK_HOOKS_URL = chat.url
        SLACK.deliver(Reply(("done",)), {"url": f"{chat.url}/actions/T1/1/x"}, OURS)
        for url in (f"{chat.url}.evil.example/", "http://169.254.169.254/", "", f"{chat.url}1/x"):
            with pytest.raises(NotPosted):
                SLACK.deliver(Reply(("done",)), {"url": url}, OURS)
    [(_, path, _, body)] = chat.asked
    assert path == "/actions/T1/1/x"
    assert (body["text"], body["replace_original"]) == ("done", False)
