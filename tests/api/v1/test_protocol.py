"""What holds for every call of v1: addresses, keys, bodies, and what is refused how."""

import json

import pytest
from django.test import Client

from accounts.actions.keys import revoke_key
from api.v1.calls import VERSIONS
from api.v1.sections import CALLS
from tests.api.v1.make import Script
from tests.make import NOBODYS_ID, SYSTEM

pytestmark = pytest.mark.django_db
JSON = "application/json; charset=UTF-8"
DONE = {"status": "successful", "code": 200}


@pytest.fixture
def script() -> Script:
    return Script()


def refused(answer) -> tuple[int, int]:
    """The status of a refusal and its code."""
    assert answer["Content-Type"] == JSON
    assert set(answer.json()) == {"error", "code"}
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("version", VERSIONS)
def test_every_path_is_there_in_every_version(version, slash):
    for call in CALLS:
        if version in call.versions:
            answer = Client().generic(call.method, f"/{version}/json/{call.path}{slash}", "{}")
            assert refused(answer) == (401, 2), call.name


def test_every_path_is_in_all_versions():
    places = {(version, call.path) for call in CALLS for version in call.versions}
    assert len(places) == len(VERSIONS) * len({call.path for call in CALLS})


@pytest.mark.parametrize("path", ["", "json", "json/", "json/nothing", "user", "xml/user", "%00"])
def test_no_handler_is_found(path, script):
    for method in ("GET", "POST", "DELETE", "BREW"):
        answer = script.client.generic(method, f"/v1/{path}?apiKey={script.key}")
        assert refused(answer) == (404, 107)


def test_a_method_that_is_not_there(script):
    answer = script.send("PUT", "team/routingRule/changeOrder")
    assert refused(answer) == (405, 107)
    assert answer["Allow"] == "POST"


@pytest.mark.parametrize(
    "kind",
    [
        *("application/json", "application/json; charset=utf-8", "text/plain", "text/xml", "", "*"),
        *("application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; x=y"),
        "application/json; charset=klingon",
    ],
)
def test_a_body_is_json_whatever_it_says_of_itself(kind, script):
    body = json.dumps({"apiKey": script.key, "name": "Nächte"})
    answer = script.client.generic("POST", "/v1/json/team", body, content_type=kind)
    assert answer.status_code == 200, answer.content
    assert script.get("team", name="Nächte")["name"] == "Nächte"


def test_the_key_of_a_post_may_stand_in_the_query(script):
    answer = script.client.post(
        f"/v1/json/team?apiKey={script.key}", '{"name": "Nights"}', content_type="text/plain"
    )
    assert answer.status_code == 200
    assert script.get("team", apiKey=script.key.upper(), name="Nights")


@pytest.mark.parametrize("key", [NOBODYS_ID, "", "\0", "x" * 10_000, None, 1, [], {}])
def test_keys_that_are_none(key, script):
    assert refused(script.send("POST", "team", apiKey=key, name="x")) == (401, 2)
    if isinstance(key, str) and key.isascii():
        assert refused(script.send("GET", "team", apiKey=key)) == (401, 2)


def test_a_key_is_no_header_and_no_longer_one_when_revoked(script):
    header = {"Authorization": f"GenieKey {script.key}"}
    assert refused(Client().get("/v1/json/team", headers=header)) == (401, 2)
    revoke_key(script.row, by=SYSTEM)
    answer = script.send("GET", "team")
    assert answer.json() == {"error": "RestException[Could not authenticate.]", "code": 2}


def refusals(script: Script) -> dict[str, str | None]:
    """By the names of the calls: which access the key lacks."""
    found = {}
    for call in CALLS:
        answer = script.send(
            call.method, call.path, call.versions[0], **dict.fromkeys(call.when, "x")
        )
        said = answer.json()
        access = said["error"].rpartition("with ")[2] if said.get("code") == 106 else None
        found[call.name] = access and access.removesuffix("]")
    return found


def test_a_key_that_only_reads_reads():
    wanted = {
        call.name: None if call.access == "read" else f"{call.access} access" for call in CALLS
    }
    assert refusals(Script(write=False, delete=False)) == wanted


def test_a_key_without_configuration_access_has_the_alerts_and_who_is_on_call():
    allowed = {name for name, access in refusals(Script(configure=False)).items() if not access}
    assert allowed == {call.name for call in CALLS if not call.configures}
    alerts = {call.name for call in CALLS if call.path.partition("/")[0] == "alert"}
    assert {name for name in allowed - alerts if "on_call" not in name} == set()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"[", 400, 101),
        (b"[]", 400, 101),
        (b"null", 400, 101),
        (b"apiKey=x&name=y", 400, 101),
        (b'{"name":"\xff"}', 400, 101),
        (b'{"name":"\\ud800"}', 400, 101),
        (b'{"name":NaN}', 400, 101),
        (b'{"name":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400, 101),
        (b'{"name":"' + b"x" * 10_000_000 + b'"}', 413, 108),
        (b"", 400, 102),
        (b'{"name":' + b"[" * 100 + b"]" * 100 + b"}", 400, 103),
        (b'{"name":"\\u0000"}', 400, 103),
        (b'{"name":1e999}', 400, 101),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_bodies_that_are_none(body, status, code, script):
    address = f"/v1/json/team?apiKey={script.key}"
    assert refused(script.client.post(address, body, content_type="text/plain")) == (status, code)


def test_of_a_name_that_comes_twice_the_last_counts(script):
    body = f'{{"apiKey":"x","apiKey":"{script.key}","name":"First","name":"Last"}}'
    assert script.client.post("/v1/json/team", body, content_type="text/plain").status_code == 200
    assert [one["name"] for one in script.get("team")["teams"]] == ["Last"]


def test_null_is_absent_and_what_nobody_knows_is_ignored(script):
    made = script.post("team", name="Nights", description=None, members=None, color={"a": [1]})
    at = {"id": made["id"], "name": None, "apply": "x"}
    assert script.post("team", **at, description=17) == DONE
    assert script.get("team", id=made["id"])["description"] == "17"


def test_the_browser_sees_at_once_what_a_key_changed(script, payments, tom, as_user):
    browser = as_user(tom)
    assert script.post("team", id=str(payments.pk), name="Ledgers") == DONE
    page = browser.get(f"/teams/{payments.pk}/")
    assert "Ledgers" in page.text
    activity = browser.get(f"/teams/{payments.pk}/activity/").text
    assert script.row.name in activity
    assert "API" in activity
    lines = script.get("team/log", id=str(payments.pk), limit=1)["logs"]
    assert lines[0]["owner"] == script.row.name


@pytest.mark.parametrize(
    ("method", "path", "said", "named"),
    [
        ("POST", "team", {"id": "", "name": "x"}, "id"),
        ("POST", "user", {"id": ""}, "id"),
        ("GET", "user", {"username": ""}, "username"),
        ("GET", "team", {"name": " "}, "name"),
        ("GET", "schedule", {"id": ""}, "id"),
        ("GET", "schedule/whoIsOnCall", {"name": ""}, "name"),
        ("GET", "alert", {"alias": ""}, "alias"),
    ],
)
def test_an_empty_identifier_is_not_an_absent_one(method, path, said, named, script):
    code, words = script.refused(method, path, **said)
    assert code in (102, 103)
    assert named in words
    assert script.get("team")["teams"] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_plain_http_is_refused_where_https_is_wanted(version, settings, script):
    settings.SECURE_SSL_REDIRECT = True
    answer = script.send("GET", "team", version)
    assert refused(answer) == (403, 106)
    assert "This Muster answers over https only." in answer.text
    assert script.key not in f"{answer.headers}{answer.text}"
    address = f"/{version}/json/team"
    secure = script.client.get(address, {"apiKey": script.key}, secure=True)
    assert secure.status_code == 200
