"""Whatever is sent to the API with a good key, the answer is JSON, and never a 500."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.models import Alert
from tests.api.make import ApiClient
from tests.make import make_alert

CALLS = (
    *("acknowledge", "unacknowledge", "close", "snooze", "assign", "escalate", "responders"),
    *("teams", "tags", "details", "notes", "message", "description", "priority", "actions/x"),
)
DEEP = 100
BODIES = {
    "nothing": b"",
    "white": b"  \n",
    "a mark": b"\xef\xbb\xbf{}",
    "null": b"null",
    "a number": b"1",
    "a list": b"[]",
    "a text": b'"x"',
    "nested": b'{"details":{"a":' + b"[" * DEEP + b"]" * DEEP + b'}, "message":"x"}',
    "very nested": b'{"details":{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
    "nested elsewhere": b'{"message":"x","x":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
    "twice": b'{"message":"a","message":"b","details":{"a":1,"a":2},"note":"x","note":"y"}',
    "NUL": b'{"message":"a\\u0000b","alias":"\\u0000","note":"\\u0000","tags":["\\u0000"],'
    b'"details":{"\\u0000":"\\u0000"},"user":"\\u0000x","source":"\\u0000",'
    b'"responders":[{"type":"team\\u0000","name":"\\u0000"}]}',
    "half a character": b'{"message":"\\ud800","note":"\\udfff"}',
    "no UTF-8": b'{"message":"\xff\xfe"}',
    "no JSON": b"{message: x}",
    "huge numbers": b'{"message":"x","details":{"a":1e308,"b":' + b"9" * 5000 + b"}}",
    "no number": b'{"message":"x","details":{"a":NaN,"b":Infinity}}',
    "10 MB": b'{"message":"' + b"x" * 10_000_000 + b'"}',
    "a form": b"message=x&alias=y",
    "far away": b'{"endTime":"9999-12-31T23:59:59Z","message":"x"}',
    "long ago": b'{"endTime":"0001-01-01T00:00:00+14:00","message":"x"}',
}
QUERIES = (
    *("identifierType=%00", "identifierType=tiny", "identifierType=alias", "query=%00", "query=(("),
    *("query=status:%22", "query=count:9999999999999999999", "query=createdAt:99999999999999999"),
    *("query=details.%00:x", "query=%ED%A0%80", "offset=99999999999999999999", "offset=%00"),
    *("limit=1e3", "sort=%00", "tags=%00", "keys=%ff", "user=%00", "direction=up", "a=%"),
)


@pytest.fixture
def key(payments) -> ApiClient:
    make_alert(alias="ledger", responders=[payments], actions=("x",))
    client = ApiClient()
    client.client.raise_request_exception = True
    return client


@pytest.mark.parametrize("body", BODIES)
def test_bodies(body, key):
    for path in ("alerts", *(f"alerts/ledger/{call}?identifierType=alias" for call in CALLS)):
        assert key.send("POST", path, BODIES[body]).status_code < 500


@pytest.mark.parametrize("name", ["%00", "ledger", "9" * 400, "%ED%A0%80/b"])
def test_names_and_parameters(name, key):
    paths = ("alerts", "alerts/count", f"alerts/requests/{name}", f"alerts/{name}")
    below = (f"alerts/{name}/{call}" for call in ("logs", "notes", "recipients"))
    for path in (*paths, *below):
        for query in QUERIES:
            assert key.send("GET", f"{path}?{query}").status_code < 500, query
    for path in (f"alerts/{name}", f"alerts/{name}/tags", f"alerts/{name}/details"):
        for query in QUERIES:
            assert key.send("DELETE", f"{path}?{query}").status_code < 500, query


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_FIELDS = """
    message alias description responders visibleTo actions tags details entity source priority
    user note
"""
FIELDS = st.sampled_from(_FIELDS.split())


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(FIELDS, JSON, max_size=6), st.text(min_size=1, max_size=20))
def test_any_alert_is_taken_or_refused(key, body, message):
    sent = json.dumps({"message": message, **body}).encode()
    assert key.send("POST", "alerts", sent).status_code in (202, 400, 422)


def test_what_was_taken_can_be_read(key):
    for body in BODIES.values():
        key.send("POST", "alerts", body)
    assert len(key.get("alerts?limit=100")) == Alert.objects.count()
