"""Who is on call, as scripts written for Opsgenie ask it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.v1.make import Script
from tests.make import make_rotation, make_schedule, make_team, make_user

pytestmark = pytest.mark.django_db
PATH = "schedule/whoIsOnCall"


@pytest.fixture
def script() -> Script:
    return Script(write=False, delete=False, configure=False)


@pytest.fixture
def rota(payments, ben, tom):
    """Ben and Tom in turns, from Monday 5 January 2026, 09:00 in Berlin; always the team."""
    schedule = make_schedule("rota", team=payments)
    make_rotation(schedule, ben, tom, None)
    make_rotation(schedule, payments)
    return schedule


def test_it_says_who_is_on_call(script, rota, payments, ben):
    team = {"id": str(payments.pk), "name": "Payments", "type": "team"}
    person = {"id": str(ben.pk), "name": ben.username, "type": "user", "forwarded": False}
    whole = {"id": str(rota.pk), "name": "rota", "type": "schedule", "isEnabled": True}
    at = {"name": "ROTA", "time": "2026-01-05 08:00"}
    assert script.get(PATH, "v1.1", **at) == whole | {"participants": [person, team]}
    assert script.get(f"{PATH}/", "v1.2", **at)["participants"] == [person, team]
    person["participant"], team["participant"] = ben.username, "Payments"
    assert script.get(PATH, "v1", **at) == whole | {"participants": [person, team]}


def test_flat_answers_have_the_user_names_of_all(script, rota, ben, tom):
    found = script.get(PATH, "v1.1", id=str(rota.pk), time="2026-01-05 08:00", flat="true")
    assert found == {
        "id": str(rota.pk),
        "name": "rota",
        "type": "schedule",
        "isEnabled": True,
        "recipients": [ben.username, tom.username],
    }


@pytest.mark.parametrize(
    ("time", "zone", "name"),
    [
        ("2026-01-12 07:59", None, "ben@acme.example"),
        ("2026-01-12 08:00", None, "tom@acme.example"),
        ("2026-01-12 08:59", "Europe/Berlin", "ben@acme.example"),
        ("2026-01-12 10:00", "GMT+2", "tom@acme.example"),
        ("2026-01-19 08:00", None, "Payments"),
        ("2026-01-05 07:59", None, None),
    ],
)
def test_a_time_is_by_the_clock_of_a_zone(script, rota, time, zone, name):
    said = {"time": time, "timezone": zone} if zone else {"time": time}
    found = script.get(PATH, "v1.1", name="rota", **said)["participants"]
    assert (found[0]["name"] if found else None) == name


def test_without_a_name_it_says_it_of_all_schedules(script, rota, payments, tom):
    off = make_schedule("Off", is_enabled=False)
    make_rotation(off, tom)
    found = script.get(PATH, "v1.1")["oncalls"]
    assert [one["name"] for one in found] == ["Off", "Payments_schedule", "rota"]
    assert [one["isEnabled"] for one in found] == [False, True, True]
    assert found[0]["participants"] == []
    flat = script.get(PATH, "v1.1", flat=True)["oncalls"]
    assert [bool(one["recipients"]) for one in flat] == [False, True, True]


def test_blocked_people_are_left_out(script, rota, ben):
    ben.is_blocked = True
    ben.save()
    at = {"name": "rota", "time": "2026-01-05 08:00"}
    assert [one["type"] for one in script.get(PATH, **at)["participants"]] == ["team"]
    assert script.get(PATH, **at, flat="true")["recipients"] == ["tom@acme.example"]


def test_what_is_wrong_is_named(script, rota):
    assert script.refused("GET", PATH, name="x") == (5, "Schedule [x] does not exist.")
    for said in (
        {"time": "now"},
        {"timezone": "x"},
        {"flat": "maybe"},
        {"time": "9999-01-01 00:00"},
    ):
        assert script.refused("GET", PATH, name="rota", **said)[0] == 103
        assert script.refused("GET", PATH, **said)[0] == 103


def test_many_queries_are_not_made_for_many(script, rota, ben):
    def asked(**said) -> int:
        with CaptureQueriesContext(connection) as captured:
            script.get(PATH, **said)
        return len(captured)

    script.get(PATH)
    one, flat = asked(), asked(flat=True)
    for _ in range(3):
        make_rotation(make_schedule(), ben, make_user())
    assert (asked(), asked(flat=True)) == (one, flat)
    assert asked(name="rota") == one


def test_a_teams_key_sees_its_own(script, rota, payments):
    make_schedule("theirs", team=make_team("Other"))
    own = Script(team=payments, configure=False)
    assert [one["name"] for one in own.get(PATH)["oncalls"]] == ["Payments_schedule", "rota"]
    assert own.refused("GET", PATH, name="theirs")[0] == 5
