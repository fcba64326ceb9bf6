"""The timeline of a schedule, as scripts written for Opsgenie read it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.v1.make import Script
from tests.make import make_rotation, make_schedule, make_user

pytestmark = pytest.mark.django_db
PATH = "schedule/timeline"


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def rota(payments, ben, tom):
    """Ben and Tom in turns, from Monday 5 January 2026, 09:00 in Berlin; on weekends the team."""
    schedule = make_schedule("rota", team=payments)
    make_rotation(schedule, ben, tom, name="Days")
    window = {"startDay": "saturday", "startHour": 0, "endDay": "monday", "endHour": 0}
    weekend = {"type": "weekday-and-time-of-day", "restrictions": [window]}
    make_rotation(schedule, payments, name="Weekends", time_restriction=weekend)
    return schedule


def at(text: str) -> int:
    """Milliseconds since 1970 of a time in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def periods(rotation: dict) -> list[tuple]:
    return [
        (one["startTime"], one["endTime"], one["type"], one["recipients"][0]["name"])
        for one in rotation["periods"]
    ]


def test_it_says_who_is_on_call_when(script, rota, payments, ben, tom, eve):
    script.post(
        "schedule/override",
        schedule="rota",
        user=eve.username,
        rotationIds=str(rota.rotations.get(name="Days").pk),
        timezone="UTC",
        startDate="2026-01-10 08:00",
        endDate="2026-01-11 08:00",
    )
    found = script.get(PATH, name="ROTA", date="2026-01-05 00:00", interval=10, intervalUnit="Days")
    assert found["schedule"] == {
        "id": str(rota.pk),
        "name": "rota",
        "team": "Payments",
        "timezone": "Europe/Berlin",
        "enabled": True,
    }
    timeline = found["timeline"]
    start, end = at("2026-01-05"), at("2026-01-15")
    assert (timeline["startTime"], timeline["endTime"]) == (start, end)
    days, weekends = timeline["finalSchedule"]["rotations"]
    assert [(one["name"], one["order"]) for one in (days, weekends)] == [
        ("Days", 0),
        ("Weekends", 1),
    ]
    assert periods(days) == [
        (at("2026-01-05T08:00"), at("2026-01-10T08:00"), "default", ben.username),
        (at("2026-01-10T08:00"), at("2026-01-11T08:00"), "override", eve.username),
        (at("2026-01-11T08:00"), at("2026-01-12T08:00"), "default", ben.username),
        (at("2026-01-12T08:00"), end, "default", tom.username),
    ]
    saturday, monday = at("2026-01-09T23:00"), at("2026-01-11T23:00")
    assert periods(weekends) == [(saturday, monday, "default", "Payments")]
    person = {"id": str(ben.pk), "name": ben.username, "displayName": "Ben Member", "type": "user"}
    assert days["periods"][0]["recipients"] == [person]
    team = {"id": str(payments.pk), "name": "Payments", "displayName": "Payments", "type": "team"}
    assert weekends["periods"][0]["recipients"] == [team]


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ({"date": "2026-01-31 09:00", "intervalUnit": "months"}, "2026-01-31T09", "2026-02-28T09"),
        (
            {"date": "2026-11-30 00:00", "intervalUnit": "months", "interval": "14"},
            "2026-11-30T00",
            "2028-01-30T00",
        ),
        (
            {"date": "2026-03-28 12:00", "timezone": "Europe/Berlin"},
            "2026-03-28T11",
            "2026-04-04T10",
        ),
    ],
)
def test_it_goes_on_for_days_weeks_or_months(script, rota, said, start, end):
    timeline = script.get(PATH, id=str(rota.pk), **said)["timeline"]
    assert (timeline["startTime"], timeline["endTime"]) == (at(f"{start}:00"), at(f"{end}:00"))


def test_what_is_wrong_is_named(script, rota, ben, tom):
    assert script.refused("GET", PATH) == (102, "Missing mandatory property: id or name")
    assert script.refused("GET", PATH, name="x")[0] == 5
    for said in ({"interval": 0}, {"interval": 101}, {"intervalUnit": "years"}, {"date": "now"}):
        assert script.refused("GET", PATH, name="rota", **said)[0] == 103
    make_rotation(rota, ben, tom, kind="hourly")
    code, words = script.refused("GET", PATH, name="rota", interval=100)
    assert (code, words[:35]) == (103, "interval: It has more than 10,000 p")


def test_many_queries_are_not_made_for_many(script, rota):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            script.get(PATH, name="rota")
        return len(captured)

    asked()
    one = asked()
    make_rotation(rota, make_user(), make_user(), kind="daily")
    assert asked() == one


def test_a_long_override_is_one_also_after_a_short_one_in_it(script, rota, ben, tom, eve):
    for person, start, end in ((eve, "05 00:00", "12 00:00"), (tom, "07 00:00", "08 00:00")):
        said = {"startDate": f"2026-01-{start}", "endDate": f"2026-01-{end}", "timezone": "UTC"}
        script.post("schedule/override", schedule="rota", user=person.username, **said)
    said = {"date": "2026-01-05 00:00", "interval": 8, "intervalUnit": "days"}
    timeline = script.get(PATH, name="rota", **said)["timeline"]
    days = timeline["finalSchedule"]["rotations"][0]
    assert [(one[2], one[3]) for one in periods(days)] == [
        ("override", eve.username),
        ("override", tom.username),
        ("override", eve.username),
        ("default", ben.username),
        ("default", tom.username),
    ]
