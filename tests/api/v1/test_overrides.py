"""Overrides of schedules, as scripts written for Opsgenie read and change them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from api.v1 import overrides
from tests.api.v1.make import Script
from tests.make import NOBODYS_ID, make_rotation, make_schedule, make_team, make_user

pytestmark = pytest.mark.django_db
DONE = {"status": "successful", "code": 200}
PATH = "schedule/override"
HERE = {"schedule": "rota"}
SPAN = {"startDate": "2026-01-27 22:00", "endDate": "2026-01-28 08:00"}


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def rota(payments, ben):
    schedule = make_schedule("rota", team=payments, time_zone="Europe/Istanbul")
    make_rotation(schedule, ben, name="Days")
    return schedule


def test_an_override_is_added_found_changed_and_deleted(script, rota, eve, tom):
    rotation = str(rota.rotations.get().pk)
    said = {**HERE, "alias": "override1"}
    made = script.post(PATH, **said, **SPAN, user="EVE@acme.example", rotationIds=[rotation])
    assert made == DONE | {"alias": "override1"}
    whole = {
        "alias": "override1",
        "user": eve.username,
        "rotationIds": [rotation],
        **SPAN,
        "timezone": "Europe/Istanbul",
    }
    assert script.get(PATH, **said) == whole
    assert script.get(f"{PATH}/", schedule=str(rota.pk)) == {"overrides": [whole]}
    utc = {"startDate": "2026-01-27 19:00", "endDate": "2026-01-28 05:00", "timezone": "UTC"}
    assert script.get(PATH, **said, timezone="UTC") == whole | utc
    change = {"user": tom.username, "endDate": "2026-01-28 09:00", "timezone": "GMT+2"}
    assert script.post(PATH, **said, **change) == made
    whole |= {"user": tom.username, "endDate": "2026-01-28 10:00"}
    assert script.get(PATH, **said) == whole
    assert script.post(PATH, **said, rotationIds=[]) == made
    assert script.get(PATH, **said) == whole | {"rotationIds": []}
    assert script.post(f"{PATH}/", **said) == made
    assert script.delete(PATH, **said) == DONE
    assert script.refused("GET", PATH, **said) == (5, "Override [override1] does not exist.")
    assert script.get(PATH, **HERE) == {"overrides": []}
    verbs = AuditEntry.objects.filter(api_key_id=script.row.pk).order_by("at")
    assert list(verbs.values_list("verb", flat=True)) == [
        "override.added",
        *["override.changed"] * 2,
        "override.removed",
    ]


def test_without_an_alias_it_gets_one(script, rota, eve):
    alias = script.post(PATH, **HERE, **SPAN, user=eve.username)["alias"]
    assert script.get(PATH, **HERE, alias=alias)["rotationIds"] == []


def test_what_is_wrong_is_named(script, rota, eve):
    good = {**HERE, **SPAN, "user": eve.username, "alias": "a"}
    foreign = str(make_rotation(make_schedule("other"), eve).pk)
    for change, code, words in (
        ({"schedule": None}, 102, "Missing mandatory property: schedule"),
        ({"schedule": "x"}, 5, "Schedule [x] does not exist."),
        ({"user": None}, 102, "Missing mandatory property: user"),
        ({"startDate": None, "endDate": None}, 102, "Missing mandatory property: startDate, endD"),
        ({"user": "x@y.z"}, 5, "User [x@y.z] does not exist."),
        ({"user": "None"}, 105, "user: "),
        ({"startDate": "tomorrow"}, 103, "startDate: write the time as"),
        ({"endDate": "2026-01-27 21:00"}, 103, "endDate: An override ends after it starts."),
        ({"endDate": "2030-01-27 21:00"}, 103, "endDate: An override lasts a year at most."),
        ({"timezone": "x"}, 103, "timezone: "),
        ({"rotationIds": [NOBODYS_ID]}, 5, f"Rotation [{NOBODYS_ID}] does not exist."),
        ({"rotationIds": foreign}, 5, f"Rotation [{foreign}] does not exist."),
        ({"rotationIds": ["x"]}, 5, "Rotation [x] does not exist."),
    ):
        refused = script.refused("POST", PATH, **good | change)
        assert (refused[0], refused[1][: len(words)]) == (code, words)
    assert script.refused("DELETE", PATH, **HERE)[0] == 102
    assert script.refused("DELETE", PATH, **HERE, alias="x")[0] == 5
    assert script.refused("GET", PATH, alias="x")[0] == 102
    assert rota.overrides.count() == 0


def test_a_blocked_person_takes_no_shift(script, rota):
    gone = make_user(blocked=True)
    assert script.refused("POST", PATH, **HERE, **SPAN, user=gone.username)[0] == 103


def test_many_queries_are_not_made_for_many(script, rota, eve):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            script.get(PATH, **HERE)
        return len(captured)

    script.get(PATH, **HERE)
    ids = [str(rota.rotations.get().pk)]
    script.post(PATH, **HERE, **SPAN, user=eve.username, alias="a", rotationIds=ids)
    one = asked()
    for alias in "bcd":
        script.post(PATH, **HERE, **SPAN, user=eve.username, alias=alias, rotationIds=ids)
    assert asked() == one


def test_a_teams_key_reaches_its_own(script, rota, payments, eve):
    own = Script(team=payments)
    assert own.post(PATH, **HERE, **SPAN, user=eve.username, alias="a")
    make_schedule("theirs", team=make_team("Other"))
    said = {"schedule": "theirs", **SPAN, "user": eve.username}
    assert own.refused("POST", PATH, **said)[0] == 5
    assert script.post(PATH, **said)
    assert Script(delete=False).refused("DELETE", PATH, **HERE, alias="a")[0] == 106


def test_of_many_the_latest_are_listed(script, rota, eve, monkeypatch):
    monkeypatch.setattr(overrides, "MOST_LISTED", 2)
    for day in ("03", "01", "02"):
        shift = {"startDate": f"2026-02-{day} 08:00", "endDate": f"2026-02-{day} 09:00"}
        script.post(PATH, **HERE, **shift, user=eve.username, alias=day)
    assert [one["alias"] for one in script.get(PATH, **HERE)["overrides"]] == ["02", "03"]
