"""Microsoft Teams, bot: tokens of the Bot Framework, and what it is told by calls."""

import base64
import hashlib
import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chatlink.adapters import ADAPTERS, teams_keys
from chatlink.adapters.base import NotPosted
from chatlink.messages import Button, Card, Forged, Link, NothingAsked, RawRequest, Reply
from tests.chatlink.listening import chat_server
from tests.chatlink.signing import (
    SECRETS,
    key_set,
    keys_served,
    rsa_key,
    sign_bot,
    signed,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BOT = ADAPTERS["teams-bot"]
OURS = SECRETS["teams-bot"]
RECORDED = Path(__file__).parent / "vectors" / "teams_playground_message.json"
CARD = Card(
    "db <b> [x](https://evil)",
    "https://muster.example/alerts/1/",
    ("P1, open",),
    "bad",
    (Button("Acknowledge", "ack 12", is_main=True),),
)
TOKEN = "/botframework.com/oauth2/v2.0/token"


@pytest.fixture(autouse=True)
def _keys(settings):
    with keys_served(settings):
        yield


@pytest.fixture
def teams(settings):
    """A server that stands for Microsoft's login and for its connector."""
    with chat_server(settings) as chat:
        settings.TEAMS_LOGIN_URL = chat.url
        settings.TEAMS_BOT_URL = f"{chat.url}/teams"
        chat.answers[f"POST {TOKEN}"] = (200, {"access_token": "of-us", "expires_in": 3600})
        chat.answers["POST /teams/v3/conversations"] = (
            201,
            {"id": "19:C1;messageid=1", "activityId": "1"},
        )
        yield chat


def read(request, now=NOW, secrets=OURS):
    return BOT.read(request, secrets, now=now)


def told(text="ack 12", **more):
    return json.loads(signed("teams-bot", OURS, text, now=NOW).body) | more


def test_a_message_recorded_from_microsofts_own_client_is_read():
    activity = json.loads(RECORDED.read_text())
    at = datetime.fromisoformat(activity["timestamp"])
    asked = read(sign_bot(OURS, activity, at), at)
    assert (asked.text, asked.chat_user_name, asked.is_private) == ("connect", "Alex Wilber", True)
    assert asked.chat_team_id == "00000000-0000-0000-0000-0000000000001"
    assert asked.chat_user_id == "00000000-0000-0000-0000-0000000000020"
    assert asked.reply_to["service_url"] == "http://localhost:56150/_connector"


def test_a_mention_in_a_channel_is_read():
    data = {
        "tenant": {"id": "T1"},
        "team": {"id": "19:team", "name": "My Team", "aadGroupId": "g"},
        "channel": {"id": "19:C1", "name": "ops"},
    }
    place = {"id": "19:C1;messageid=7", "conversationType": "channel", "tenantId": "T1"}
    activity = told("<at>Muster</at>&nbsp;ack 12", channelData=data, conversation=place)
    activity["text"] = "<at>Muster</at>&nbsp;ack 12"
    asked = read(sign_bot(OURS, activity, NOW))
    assert (asked.text, asked.chat_team_id, asked.channel_id) == ("ack 12", "T1", "19:C1")
    assert (asked.channel_name, asked.reply_to["is_personal"]) == ("ops", "")


@pytest.mark.parametrize("seconds", [-301, 301])
def test_what_is_old_or_of_a_time_to_come_is_refused(seconds):
    """The message, though its token holds for an hour."""
    then = NOW + timedelta(seconds=seconds)
    raw = sign_bot(OURS, told(timestamp=then.isoformat()), NOW)
    with pytest.raises(Forged):
        read(raw)


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int(NOW.timestamp()) - 301},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"exp": float("inf")},
        {"nbf": int(NOW.timestamp()) + 301},
        {"aud": "another app"},
        {"aud": [OURS["app_id"]]},
        {"aud": [OURS["app_id"], "another app"]},
        {"iss": "https://sts.windows.net/x/"},
        {"serviceurl": "https://smba.trafficmanager.net/emea/"},
        {"serviceurl": None},
    ],
    ids=str,
)
def test_a_token_that_says_otherwise_is_refused(claims):
    with pytest.raises(Forged):
        read(sign_bot(OURS, told(), NOW, **claims))


def test_a_token_may_have_expired_as_long_as_clocks_differ():
    assert read(sign_bot(OURS, told(), NOW, exp=int(NOW.timestamp()) - 299))


@pytest.mark.parametrize("lacking", ["exp", "iss", "aud", "serviceurl"])
def test_a_token_that_lacks_something_is_refused(lacking):
    made = {name: value for name, value in claims().items() if name != lacking}
    assert_refused(jwt.encode(made, rsa_key(), "RS256", headers={"kid": "key-1"}))


def assert_refused(token, activity=None):
    body = json.dumps(activity or told()).encode()
    with pytest.raises(Forged):
        read(RawRequest("POST", {"authorization": f"Bearer {token}"}, {}, body))


def claims():
    token = sign_bot(OURS, told(), NOW).headers["authorization"].removeprefix("Bearer ")
    return jwt.decode(token, options={"verify_signature": False})


def test_the_public_key_is_no_secret():
    """A token signed by HMAC with Microsoft's public key, as text, DER or JSON, proves nothing."""
    public = rsa_key().public_key()
    keys = [
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        json.dumps(key_set()["keys"][0]).encode(),
    ]
    for key in keys:
        assert_refused(by_hand({"alg": "HS256", "kid": "key-1"}, claims(), key))


def by_hand(header, payload, key=b""):
    """A token as no library would make it."""
    parts = [base64.urlsafe_b64encode(json.dumps(one).encode()) for one in (header, payload)]
    head = b".".join(part.rstrip(b"=") for part in parts)
    signature = hmac.new(key, head, hashlib.sha256).digest() if key else b""
    return (head + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


@pytest.mark.parametrize("algorithm", ["none", "None", "", "RS512", "ES256", None, 1])
def test_another_algorithm_is_refused(algorithm):
    assert_refused(by_hand({"alg": algorithm, "kid": "key-1"}, claims()))


@pytest.mark.parametrize("kid", [None, "", "key-2", 7, ["key-1"], "x" * 5000])
def test_a_key_that_microsoft_does_not_have_is_refused(kid):
    assert_refused(by_hand({"alg": "RS256", "kid": kid}, claims()))


def test_a_key_that_is_not_endorsed_for_teams_is_refused(settings):
    with keys_served(settings, "slack", "webchat"), pytest.raises(Forged):
        read(sign_bot(OURS, told(), NOW))


@pytest.fixture
def key_server(monkeypatch):
    """A function that asks for a key at a time, and the times when keys were fetched."""
    clock, fetched, down = [0.0], [], []
    monkeypatch.setattr(teams_keys.time, "monotonic", lambda: clock[0])
    real = teams_keys.outgoing.ask
    server = teams_keys.KeyServer()

    def fetch(*args, **kwargs):
        fetched.append(clock[0])
        if clock[0] in down:
            raise OSError
        return real(*args, **kwargs)

    def ask(at, kid="key-1"):
        clock[0] = at
        with suppress(Forged):
            return server.key(kid)["kid"]

    monkeypatch.setattr(teams_keys.outgoing, "ask", fetch)
    return ask, fetched, down


def test_keys_are_fetched_once_and_looked_for_again_at_most_once_a_minute(key_server):
    ask, fetched, _ = key_server
    asked = [(0, "key-1"), (50, "key-1"), (55, "key-2"), (70, "key-2"), (90, "key-3")]
    assert [ask(*one) for one in asked] == ["key-1", "key-1", None, None, None]
    assert fetched == [0, 70]


def test_keys_that_cannot_be_had_are_tried_again_soon(key_server):
    ask, fetched, down = key_server
    down.append(0)
    assert [ask(0), ask(5), ask(11)] == [None, None, "key-1"]
    assert fetched == [0, 11]


def test_keys_hold_for_another_day_when_new_ones_cannot_be_had(key_server):
    ask, fetched, down = key_server
    day = teams_keys.KEPT_FOR
    down += [day + 1, day + 62, 2 * day + 1]
    asked = [0, day + 1, day + 30, day + 62, 2 * day + 1, 2 * day + 100]
    assert [ask(at) for at in asked] == [*["key-1"] * 4, None, "key-1"]
    assert fetched == [0, day + 1, day + 62, 2 * day + 1, 2 * day + 100]


def test_who_comes_while_keys_are_fetched_waits_for_them(settings):
    """So do the first two activities of Microsoft's client, which come at once."""
    server = teams_keys.KeyServer()
    with ThreadPoolExecutor(4) as threads:
        found = [key["kid"] for key in threads.map(server.key, ["key-1"] * 4)]
    assert found == ["key-1"] * 4


def test_without_a_key_server_nothing_is_proved(settings):
    settings.TEAMS_KEYS_URL = "http://localhost:1/keys"
    with pytest.raises(Forged):
        read(sign_bot(OURS, told(), NOW))


@pytest.mark.parametrize(
    "more",
    [
        {"channelId": "webchat"},
        {"serviceUrl": ""},
        {"channelData": {"tenant": {"id": "T2"}}},
        {"channelData": {}, "conversation": {"id": "C1"}},
        {"from": None},
        {"timestamp": None},
    ],
    ids=str,
)
def test_an_activity_that_contradicts_itself_is_refused(more):
    with pytest.raises(Forged):
        read(sign_bot(OURS, told(**more), NOW))


@pytest.mark.parametrize("kind", ["conversationUpdate", "installationUpdate", "typing"])
def test_what_is_no_message_asks_nothing(kind):
    with pytest.raises(NothingAsked):
        read(sign_bot(OURS, told(type=kind), NOW))


def test_a_button_says_what_would_be_typed():
    asked = read(sign_bot(OURS, told("", value={"genie": "ack 12"}, replyToId="m1"), NOW))
    assert (asked.text, asked.is_button, asked.message_id) == ("ack 12", True, "m1")


def test_a_reply_goes_by_a_call(teams):
    activity = told(serviceUrl=f"{teams.url}/emea/")
    asked = read(sign_bot(OURS, activity, NOW))
    reply = Reply(("<b>",), link=Link("Connect", "https://muster.example/x/"))
    BOT.deliver(reply, asked.reply_to, OURS)
    (_, _, _, form), (_, path, headers, said) = teams.asked
    assert "client_secret=client+secret" in form
    assert path == "/emea/v3/conversations/C1/activities"
    assert headers["authorization"] == "Bearer of-us"
    assert said["text"] == "<b>\nConnect: https://muster.example/x/"
    assert (said["textFormat"], said["replyToId"]) == ("plain", activity["id"])


def test_what_is_private_is_told_alone_and_otherwise_nobody(teams):
    place = {"id": "19:C1", "conversationType": "channel", "tenantId": "T1"}
    activity = told(serviceUrl=f"{teams.url}/teams/", conversation=place)
    reply_to = read(sign_bot(OURS, activity, NOW)).reply_to
    BOT.deliver(Reply(("a link",)), reply_to, OURS)
    BOT.deliver(Reply(("done",), is_private=False), reply_to, OURS)
    teams.answers["POST /teams/v3/conversations"] = (403, {"error": {"message": "Forbidden"}})
    BOT.deliver(Reply(("a link",)), reply_to, OURS)
    alone = teams.bodies("/v3/conversations/19%3AC1%3Bmessageid%3D1/activities")
    seen = teams.bodies("/v3/conversations/19%3AC1/activities")
    assert [one["text"] for one in alone] == ["a link"]
    assert seen[0]["text"] == "done"
    assert "Open a chat with me" in seen[1]["text"]
    assert teams.bodies("/v3/conversations")[0]["members"] == [{"id": "29:U1"}]


@pytest.mark.parametrize(
    "url", ["https://smba.trafficmanager.net.evil.example/", "http://169.254.169.254/", "", "x"]
)
def test_our_token_goes_nowhere_else(url, teams):
    with pytest.raises(NotPosted, match="TEAMS_BOT_URL"):
        BOT.deliver(Reply(("x",)), {"service_url": url, "conversation": "C1"}, OURS)
    assert teams.asked == []


def test_an_alert_is_posted_and_changed(teams):
    posted = BOT.post(CARD, "19:C1", OURS)
    BOT.update(CARD, posted, OURS)
    [body] = teams.bodies("/teams/v3/conversations")
    assert body["channelData"] == {"channel": {"id": "19:C1"}}
    card = body["activity"]["attachments"][0]["content"]
    title = card["body"][0]["inlines"][0]
    assert (title["type"], title["text"]) == ("TextRun", "db <b> [x](https://evil)")
    assert card["actions"][0]["data"] == {"genie": "ack 12"}
    method, path, _, _ = teams.asked[-1]
    assert method == "PUT"
    assert path == "/teams/v3/conversations/19%3AC1%3Bmessageid%3D1/activities/1"
    assert [one[1] for one in teams.asked].count(TOKEN) == 1  # it is kept
