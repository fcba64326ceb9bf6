"""What holds for every call: keys, envelopes, headers, slashes, and what is refused how."""

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError

from accounts.actions.keys import revoke_key
from accounts.models import ApiKey
from alerts.models import Alert
from tests.api.make import ApiClient
from tests.make import NOBODYS_ID, SYSTEM, make_alert


@pytest.fixture
def client(db) -> ApiClient:
    return ApiClient()


def refused(answer) -> tuple[int, str]:
    """The status and the message of a refusal."""
    return answer.status_code, answer.json()["message"]


@pytest.mark.parametrize(
    ("header", "status", "message"),
    [
        ("", 401, "Could not authenticate"),
        ("Bearer 0b6e2f0c-5b1f-4d5e-9a43-1c9d0e8f7a65", 401, "Could not authenticate"),
        (f"GenieKey {NOBODYS_ID}", 401, "Could not authenticate"),
        ("GenieKey", 422, "Key format is not valid!"),
        ("GenieKey x", 422, "Key format is not valid!"),
        (f"GenieKey {NOBODYS_ID}x", 422, "Key format is not valid!"),
        ("GenieKey \x00\xff", 422, "Key format is not valid!"),
    ],
)
def test_keys_that_are_none(header, status, message, client):
    answer = client.send("GET", "alerts", Authorization=header)
    assert refused(answer) == (status, message)
    assert set(answer.json()) == {"message", "took", "requestId"}


def test_a_revoked_key_is_none(client):
    revoke_key(ApiKey.objects.get(), by=SYSTEM)
    assert client.send("GET", "alerts").status_code == 401


def test_the_key_may_be_written_in_capitals(client):
    header = f"geniekey {client.key.upper()}"
    assert client.send("GET", "alerts", Authorization=header).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "nothing"),
        ("POST", "nothing/at/all/"),
        ("GET", ""),
        ("DELETE", "schedules/x"),
    ],
)
def test_no_handler_is_found(method, path, client):
    assert refused(client.send(method, path)) == (404, "No handler found")


def test_a_method_that_is_not_there(client):
    answer = client.send("PATCH", "alerts")
    assert refused(answer) == (405, "Method not allowed")
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize("body", [b"{", b"nope", b'{"message":"\xff"}', b'{"message":"\\ud800"}'])
@pytest.mark.parametrize("path", ["alerts", "alerts/x/notes"])
def test_what_is_no_json(body, path, client):
    assert client.send("POST", path, body).status_code == 400


def test_a_slash_at_the_end_changes_nothing(client):
    alert = make_alert(alias="ledger")
    for method, path in [
        ("GET", "alerts/"),
        ("POST", "alerts/"),
        ("GET", f"alerts/{alert.pk}/"),
        ("POST", "alerts/ledger/acknowledge/?identifierType=alias"),
        ("POST", "alerts/ledger/close//?identifierType=alias"),
        ("DELETE", f"alerts/{alert.pk}/"),
    ]:
        body = {"message": "db"} if path == "alerts/" and method == "POST" else None
        assert client.send(method, path, body).status_code in (200, 202), path


def test_an_empty_content_type_is_fine(client):
    assert client.send("GET", "alerts", content_type="").status_code == 200
    answer = client.send("POST", "alerts", {"message": "db"}, content_type="")
    assert answer.status_code == 202


def test_what_nobody_knows_is_ignored(client):
    assert client.send("GET", "alerts?who=cares&limit=5").status_code == 200
    body = {"message": "db", "Identifier": "x", "nested": {"a": [1]}}
    assert client.send("POST", "alerts", body).status_code == 202


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "offset=-1", "order=up"])
def test_parameters_out_of_bounds(query, client):
    answer = client.send("GET", f"alerts?{query}")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [query.partition("=")[0]]


@pytest.mark.parametrize(
    ("access", "method", "path", "words"),
    [
        ("read", "GET", "alerts", "read access"),
        ("read", "GET", "alerts/count", "read access"),
        ("read", "GET", f"alerts/{NOBODYS_ID}", "read access"),
        ("read", "GET", f"alerts/{NOBODYS_ID}/logs", "read access"),
        ("read", "GET", f"alerts/{NOBODYS_ID}/notes", "read access"),
        ("read", "GET", f"alerts/{NOBODYS_ID}/recipients", "read access"),
        ("read", "GET", f"alerts/requests/{NOBODYS_ID}", "read access"),
        ("write", "POST", "alerts", "create and update access"),
        ("write", "POST", f"alerts/{NOBODYS_ID}/close", "create and update access"),
        ("write", "DELETE", f"alerts/{NOBODYS_ID}/tags?tags=a", "create and update access"),
        ("write", "DELETE", f"alerts/{NOBODYS_ID}/details?keys=a", "create and update access"),
        ("delete", "DELETE", f"alerts/{NOBODYS_ID}", "delete access"),
    ],
)
def test_a_key_does_what_it_may(access, method, path, words, db):
    answer = ApiClient(**{access: False}).send(method, path, {} if method == "POST" else None)
    message = f"API Key is not granted with {words}"
    assert refused(answer) == (403, message)
    assert answer.json()["code"] == 40301


def test_a_browsers_cookies_mean_nothing_and_it_needs_no_token(client, olive):
    client.client.force_login(olive)
    answer = client.client.post("/v2/alerts", "{}", content_type="application/json")
    assert answer.status_code == 401
    client.client.handler.enforce_csrf_checks = True
    assert client.send("POST", "alerts", {"message": "db"}).status_code == 202
    assert not answer.cookies


def test_another_host_name_and_plain_http_are_answered_too(client):
    answer = client.send("GET", "alerts", Host="muster.internal")
    assert answer.status_code == 200
    assert answer.json()["paging"]["first"].startswith("http://localhost:8000/v2/alerts?")


def test_a_fault_of_ours_is_a_500_in_the_envelope(client, monkeypatch, caplog):
    monkeypatch.setattr("api.v2.alert_create.take_in", lambda *args, **more: 1 / 0)
    answer = client.send("POST", "alerts", {"message": "db"})
    assert answer.status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivision" not in answer.text


@pytest.mark.parametrize(
    ("problem", "status"), [(IntegrityError, 409), (OperationalError, 503), (InterfaceError, 503)]
)
def test_what_only_the_database_sees_may_be_repeated(problem, status, client, monkeypatch, caplog):
    def fail(*args, **more):
        raise problem("a secret of ours")

    monkeypatch.setattr("api.v2.alert_create.take_in", fail)
    answer = client.send("POST", "alerts", {"message": "db"})
    assert (answer.status_code, "may be repeated" in refused(answer)[1]) == (status, True)
    assert answer.get("Retry-After") == ("30" if status == 503 else None)
    assert "secret" in caplog.text


def test_10_mb_are_too_much(client):
    answer = client.send("POST", "alerts", b'{"message":"' + b"x" * 10_000_000 + b'"}')
    assert answer.status_code == 413
    assert not Alert.objects.exists()


def test_plain_http_is_refused_where_https_is_wanted(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    for method, path in (("GET", "alerts"), ("POST", "alerts"), ("GET", "openapi.json")):
        answer = client.send(method, path)
        assert refused(answer) == (403, "This Muster answers over https only.")
    assert client.client.get("/v2/openapi.json", secure=True).status_code == 200
