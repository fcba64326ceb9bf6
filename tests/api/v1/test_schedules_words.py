"""How times, zones and hours of rotations are written in, and come out."""

import pytest

from tests.api.v1.make import Script

pytestmark = pytest.mark.django_db
NIGHT = {"startHour": 22, "startMinute": 0, "endHour": 6, "endMinute": 30}
TIMES = {"startTime": "22:00", "endTime": "06:30"}
DAYS = {"startDay": "saturday", "endDay": "monday"}


@pytest.fixture
def script(ben) -> Script:
    return Script()


def rotation(script, zone: str = "UTC", **said) -> dict:
    """A rotation as it comes out again."""
    start = {"startDate": "2026-02-02 09:00", "rotationType": "weekly", "participants": "none"}
    made = script.post("schedule", name="rota", timezone=zone, rotations=[start | said])
    found = script.get("schedule", id=made["id"])
    script.delete("schedule", id=made["id"])
    assert found["timezone"] == {"GMT+2": "Etc/GMT-2", "utc-05:00": "Etc/GMT+5"}.get(zone, zone)
    return found["rules"][0]


@pytest.mark.parametrize(
    ("said", "comes_out"),
    [
        (NIGHT, NIGHT | TIMES),
        ([NIGHT], NIGHT | TIMES),
        ([TIMES], NIGHT | TIMES),
        ({"startHour": "22", "endHour": "6", "endMin": "30"}, NIGHT | TIMES),
        (TIMES | {"startHour": "21", "endHour": None}, NIGHT | TIMES | {"startHour": 21}),
        ([TIMES | {"startDay": "Saturday", "endDay": "MONDAY"}], NIGHT | TIMES | DAYS),
    ],
)
def test_hours_come_as_numbers_or_times_and_go_out_as_both(script, said, comes_out):
    if comes_out["startHour"] == 21:
        comes_out = comes_out | {"startTime": "21:00"}
    assert rotation(script, restrictions=said)["restrictions"] == [comes_out]


@pytest.mark.parametrize("said", [None, [], {}])
def test_without_hours_there_are_none(script, said):
    assert "restrictions" not in rotation(script, restrictions=said)


def test_several_hours_say_their_days(script):
    start = {"startDate": "2026-02-02 09:00", "rotationType": "daily", "participants": ["none"]}
    said = {"name": "rota", "rotations": [start | {"restrictions": [NIGHT | DAYS, NIGHT]}]}
    assert script.refused("POST", "schedule", **said)[0] == 102
    assert len(rotation(script, restrictions=[NIGHT | DAYS] * 3)["restrictions"]) == 3


@pytest.mark.parametrize("zone", ["Europe/Berlin", "GMT+2", "utc-05:00", "GMT"])
def test_times_are_by_the_clock_of_the_schedule(script, zone):
    assert rotation(script, zone)["startDate"] == "2026-02-02 09:00"


def test_a_time_that_the_clock_skips_is_the_next_one(script):
    found = rotation(script, "Europe/Berlin", startDate="2026-03-29 02:30")
    assert found["startDate"] == "2026-03-29 03:00"


@pytest.mark.parametrize("zone", ["GMT+25", "GMT+5:30", "europe/berlin", "", "localtime", "GMT+²"])
def test_an_unknown_zone_is_refused(script, zone):
    code, words = script.refused("POST", "schedule", name="rota", timezone=zone)
    assert code == 103
    assert words.startswith("timezone: ")


def test_participants_may_be_a_text_with_commas(script, ben):
    found = rotation(script, participants=f"{ben.username}, none")["participants"]
    assert [one["participant"] for one in found] == [ben.username, "none"]


@pytest.mark.parametrize("side", ["endMinute", "endMin"])
def test_a_day_ends_at_24(script, side):
    start = {"startDate": "2026-02-02 09:00", "rotationType": "daily", "participants": ["none"]}
    hours = {"startHour": 8, "endHour": 24, side: 30}
    said = {"name": "rota", "rotations": [start | {"restrictions": [hours]}]}
    assert script.refused("POST", "schedule", **said) == (
        103,
        "rotations[0].restrictions[0].endMinute: give 0, since a day ends at 24:00.",
    )
