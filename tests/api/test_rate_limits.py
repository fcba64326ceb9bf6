"""How often a key may call, and what it called last."""

from uuid import UUID

import pytest
import time_machine

from accounts import rates
from accounts.models import ApiKey, ApiKeyCalls
from tests.api.make import ApiClient
from tests.api.v1.make import Script
from tests.make import NOBODYS_ID

pytestmark = pytest.mark.django_db
LIMIT = 5


@pytest.fixture(autouse=True)
def at_half_past(settings):
    """Half a minute is left."""
    settings.API_CALLS_PER_MINUTE = LIMIT
    rates._counts.clear()
    with time_machine.travel("2026-11-22 08:00:30Z", tick=False) as clock:
        yield clock


def statuses(script, calls):
    said = {"username": "x@acme.example"}
    return [script.send("DELETE", "user", **said).status_code for _ in range(calls)]


def test_a_key_that_calls_too_often_has_to_wait(at_half_past):
    script, other = Script(), Script()
    assert statuses(script, LIMIT + 1) == [400] * LIMIT + [429]
    refused = script.send("DELETE", "user", username="x")
    assert refused.json() == {
        "error": "RestException[You are making too many requests. Try again in 30 seconds.]",
        "code": 109,
    }
    assert refused["Retry-After"] == "30"
    assert refused["X-RateLimit-State"] == "THROTTLED"
    assert refused["X-RateLimit-Period-In-Sec"] == "60"
    assert statuses(other, 1) == [400]
    at_half_past.shift(30)
    assert statuses(script, 1) == [400]


def test_v2_says_so_too():
    client = ApiClient()
    for _ in range(LIMIT):
        client.get("alerts")
    request = {"headers": {"Authorization": f"GenieKey {client.key}"}}
    refused = client.client.get("/v2/alerts", **request)
    assert refused.status_code == 429
    assert refused["X-RateLimit-State"] == "THROTTLED"
    assert "Try again in 30 seconds" in refused.json()["message"]


def test_all_web_processes_count_together():
    script = Script()
    statuses(script, 2)
    for _ in range(2):  # as another process does, which knows nothing of this one
        rates._counts.clear()
        statuses(script, 1)
    assert ApiKeyCalls.objects.get(key=script.row).calls == 4
    assert statuses(script, 2) == [400, 429]


def test_who_calls_seldom_costs_nothing(settings):
    settings.API_CALLS_PER_MINUTE = rates.SHARES * 2
    script = Script()
    statuses(script, 1)
    assert not ApiKeyCalls.objects.exists()
    statuses(script, 1)
    assert ApiKeyCalls.objects.get().calls == 2


def test_without_a_limit(settings):
    settings.API_CALLS_PER_MINUTE = 0
    assert statuses(Script(), LIMIT * 2) == [400] * LIMIT * 2


def test_the_last_call_is_noted_once_a_minute(at_half_past):
    script = Script()
    script.send("DELETE", "user", username="x")
    script.send("DELETE", "user", username="y")
    key = ApiKey.objects.get(pk=script.row.pk)
    assert key.last_call == "DELETE /v1/json/user"
    at_half_past.shift(61)
    script.send("DELETE", "user/", "v1.1", username="x")
    key.refresh_from_db()
    assert key.last_call == "DELETE /v1.1/json/user/"
    assert key.last_used_at.isoformat() == "2026-11-22T08:01:31+00:00"


def test_a_host_whose_clock_is_behind_sets_nothing_back():
    key = Script().row.pk
    assert rates._tell(key, 100, 3) == 3
    assert rates._tell(key, 99, 5) == 0
    assert rates._tell(key, 100, 2) == 5
    assert rates._tell(key, 101, 1) == 1
    kept = ApiKeyCalls.objects.get(key=key)
    assert (kept.minute, kept.calls) == (101, 1)


def test_a_key_that_is_gone_is_not_counted():
    assert rates._tell(UUID(NOBODYS_ID), 100, 3) == 0
    assert not ApiKeyCalls.objects.exists()
