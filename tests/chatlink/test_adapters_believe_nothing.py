"""What is not proved is Forged, from every chat system, whatever came: never another exception."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from chatlink.adapters import ADAPTERS
from chatlink.messages import Forged, Incoming, NothingAsked, RawRequest
from tests.chatlink.signing import (
    SECRETS,
    keys_served,
    sign_bot,
    sign_hipchat,
    sign_slack,
    sign_stride,
    sign_teams,
    signed,
)

VECTORS = Path(__file__).parent / "vectors"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EACH = pytest.mark.parametrize("name", ADAPTERS)
FEW = hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
PROVING = [
    "authorization",
    "x-slack-signature",
    "x-slack-request-timestamp",
]
GARBAGE = ["", " ", "abc", "1.5", "9" * 5000, "é", "v0=é", "\ud800", "Bearer", "HMAC ", "JWT a.b.c",
           "Bearer é.é.é", "Token", "\x00", "-1", "\uff11\uff12", "1_0", " 1795348800"]  # fmt: skip
# Systems whose proof covers the body; the others prove who asks, not what.
SIGNED_BODIES = ["slack", "teams-webhook"]


@pytest.fixture(autouse=True)
def _keys(settings):
    with keys_served(settings):
        yield


def read(name, request, secrets=None):
    return ADAPTERS[name].read(request, SECRETS[name] if secrets is None else secrets, now=NOW)


def assert_forged(name, request, secrets=None):
    with pytest.raises(Forged):
        read(name, request, secrets)


@EACH
def test_a_request_that_is_signed_is_taken(name):
    assert read(name, signed(name, SECRETS[name], "ack 12", now=NOW)).text == "ack 12"


@EACH
@pytest.mark.parametrize("length", [19_990, 29_990, 60_000])
def test_a_command_is_not_cut(name, length):
    """Cut, it would end in the number of another alert."""
    typed = f"note {'x' * length} to 12345"
    assert read(name, signed(name, SECRETS[name], typed, now=NOW)).text == typed


@EACH
@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_in_headers_proves_nothing(name, garbage):
    raw = signed(name, SECRETS[name], "ack 12", now=NOW)
    for header in PROVING:
        if header not in raw.headers and not raw.query:
            continue
        headers = {**raw.headers, header: garbage}
        body = raw.body.replace(SECRETS[name]["secret"].encode(), b"")
        query = dict.fromkeys(raw.query, garbage)
        assert_forged(name, replace(raw, headers=headers, query=query, body=body))


@EACH
def test_without_its_proof_a_request_is_refused(name):
    raw = signed(name, SECRETS[name], "ack 12", now=NOW)
    body = raw.body.replace(SECRETS[name]["secret"].encode(), b"")
    assert_forged(name, RawRequest("POST", {"content-type": "application/json"}, {}, raw.body))
    assert_forged(name, RawRequest("POST", {}, {}, body))
    assert_forged(name, RawRequest("POST", {}, {}, b""))


@EACH
def test_another_integrations_secret_proves_nothing(name):
    other = {"teams-bot": {"app_id": "another"}, "teams-webhook": {"secret": "b3RoZXI="}}
    theirs = SECRETS[name] | other.get(name, {"secret": "another secret, of forty letters or so"})
    raw = signed(name, theirs, "ack 12", now=NOW)
    assert_forged(name, raw)
    assert read(name, raw, theirs)


@EACH
def test_an_integration_without_a_secret_takes_nothing(name):
    raw = signed(name, SECRETS[name], "x", now=NOW)
    lacking = "app_id" if name == "teams-bot" else "secret"
    for secrets in ({}, SECRETS[name] | {lacking: ""}):
        assert_forged(name, raw, secrets)


def test_an_empty_key_signs_nothing():
    stamp, body = str(int(NOW.timestamp())), b"team_id=T1&user_id=U1&text=x"
    mac = hmac.new(b"", f"v0:{stamp}:{body.decode()}".encode(), hashlib.sha256).hexdigest()
    headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={mac}"}
    assert_forged("slack", RawRequest("POST", headers, {}, body), {"secret": ""})
    raw = signed("teams-webhook", {"secret": ""}, "x", now=NOW)
    assert_forged("teams-webhook", raw, {"secret": ""})


@pytest.mark.parametrize("name", SIGNED_BODIES)
@FEW
@given(place=st.integers(0, 10_000), change=st.integers(1, 255))
def test_a_byte_that_was_changed_is_seen(name, place, change):
    raw = signed(name, SECRETS[name], "ack 12", now=NOW)
    body = bytearray(raw.body)
    body[place % len(body)] ^= change
    assert_forged(name, replace(raw, body=bytes(body)))


@EACH
@FEW
@given(place=st.integers(0, 10_000), change=st.integers(1, 127))
def test_a_letter_of_the_proof_that_was_changed_is_seen(name, place, change):
    raw = signed(name, SECRETS[name], "ack 12", now=NOW)
    proof = raw.query.get("signed_request") or raw.headers.get(
        "x-slack-signature" if name == "slack" else "authorization", ""
    )
    start = proof.find(" ") + 1
    # The last letter of base 64 may hold bits that say nothing.
    at = start + place % (len(proof) - start - 2)
    told = proof[:at] + chr(ord(proof[at]) ^ change) + proof[at + 1 :]
    headers = {header: told if value == proof else value for header, value in raw.headers.items()}
    query = {key: told if value == proof else value for key, value in raw.query.items()}
    assert_forged(name, replace(raw, headers=headers, query=query))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
BODIES = (
    st.text(max_size=60).filter(lambda one: one.isprintable())
    | JSON.map(json.dumps)
    | JSON.map(lambda one: f"payload={json.dumps(one)}")
)
SIGNING = {
    "slack": lambda body: sign_slack(SECRETS["slack"], body, NOW),
    "teams-webhook": lambda body: sign_teams(SECRETS["teams-webhook"], body.encode()),
}


@pytest.mark.parametrize("name", SIGNED_BODIES)
@FEW
@given(body=BODIES)
def test_whatever_is_signed_is_read_or_refused(name, body):
    assert_read_or_refused(name, SIGNING[name](body))


@pytest.mark.parametrize("name", ["teams-webhook", "teams-bot", "hipchat", "stride"])
@FEW
@given(data=st.data())
def test_a_part_of_a_body_may_be_anything(name, data):
    raw = signed(name, SECRETS[name], "ack 12", now=NOW)
    told = json.loads(raw.body)
    place, key = data.draw(st.sampled_from(list(_places(told))))
    place[key] = data.draw(JSON)
    if name == "teams-webhook":
        raw = sign_teams(SECRETS[name], json.dumps(told).encode())
    elif name == "teams-bot":
        raw = sign_bot(SECRETS[name], told, NOW)
    else:
        raw = replace(raw, body=json.dumps(told).encode())
    assert_read_or_refused(name, raw)


def _places(value):
    """Every place in JSON where something stands."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


def assert_read_or_refused(name, raw):
    """What is read can be kept in the database, and is told from what is not asked."""
    try:
        asked = read(name, raw)
    except (Forged, NothingAsked):
        return
    assert isinstance(asked, Incoming)
    for kept in (asked.chat_team_id, asked.chat_team_name, asked.chat_user_id, asked.chat_user_name,
                 asked.channel_id, asked.channel_name, asked.message_id):  # fmt: skip
        assert isinstance(kept, str)
        assert len(kept) <= 200
        assert kept.isprintable()
    assert asked.chat_team_id
    assert asked.chat_user_id
    assert "\x00" not in asked.text
    asked.text.encode()
    asked.once.encode()
    json.dumps(dict(asked.reply_to)).encode()


@pytest.mark.parametrize("name", ["hipchat", "stride"])
@pytest.mark.parametrize("body", [b"[]", b"{", b"null", b"\xff", b"[" * 100_000, b"1" * 5000])
def test_a_body_that_is_no_object_is_refused(name, body):
    raw = signed(name, SECRETS[name], "ack 12", now=NOW)
    assert_forged(name, replace(raw, body=body))


@pytest.mark.parametrize(("name", "sign"), [("hipchat", sign_hipchat), ("stride", sign_stride)])
def test_a_token_without_a_signature_is_refused(name, sign):
    raw = signed(name, SECRETS[name], "ack 12", now=NOW)
    token = raw.query.get("signed_request") or raw.headers["authorization"].split()[1]
    payload = token.split(".")[1]
    for algorithm in ("none", "None", "NONE", "", "HS512", "RS256", None):
        head = base64.urlsafe_b64encode(json.dumps({"alg": algorithm, "typ": "JWT"}).encode())
        for signature in ("", token.split(".")[2]):
            made = f"{head.decode().rstrip('=')}.{payload}.{signature}"
            query = dict.fromkeys(raw.query, made)
            headers = {"authorization": f"Bearer {made}"}
            assert_forged(name, replace(raw, query=query, headers=headers))


def by_jwt_simple(name, algorithm):
    """A request whose token was made by the library that Atlassian's own documents use."""
    told = json.loads((VECTORS / "jwt_simple.json").read_text())
    secrets, token = SECRETS[name] | {"secret": told["secret"]}, told[name][algorithm]
    user = {"hipchat": "333", "stride": "U1"}[name]
    channel = {"hipchat": "111", "stride": "C1"}[name]
    raw = signed(name, secrets, "ack 12", user=user, channel=channel, now=NOW)
    if name == "hipchat":
        return secrets, replace(raw, query={"signed_request": token})
    return secrets, replace(raw, headers={"authorization": f"Bearer {token}"})


@pytest.mark.parametrize("name", ["hipchat", "stride"])
def test_another_library_signs_alike(name):
    secrets, raw = by_jwt_simple(name, "HS256")
    assert read(name, raw, secrets).text == "ack 12"
    for algorithm in ("HS384", "HS512"):
        secrets, raw = by_jwt_simple(name, algorithm)
        assert_forged(name, raw, secrets)
