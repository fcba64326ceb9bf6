"""Time windows, beside a reference that looks at every single minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from oncall.restrictions import (
    as_json,
    is_always_open,
    is_never_open,
    is_open,
    openings,
    read,
)
from tests.oncall.naive_windows import DAYS, clock_changes, is_inside, minutes_of, spans

# Zones of every kind of clock change: at night, at midnight, by half an hour, by two, none at all.
ZONES = (
    "Europe/Istanbul",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "UTC",
)
YEAR = datetime(2026, 1, 1, tzinfo=UTC)
CHANGES = {zone: clock_changes(zone, 2026) or [datetime(2026, 3, 29, tzinfo=UTC)] for zone in ZONES}

hours = st.sampled_from([0, 1, 2, 3, 9, 18, 23])
minutes = st.sampled_from([0, 1, 29, 30, 59])
ends = st.one_of(st.tuples(hours, minutes), st.just((24, 0)))


@st.composite
def restrictions(draw):
    def times():
        end_hour, end_minute = draw(ends)
        return {
            "startHour": draw(hours),
            "startMin": draw(minutes),
            "endHour": end_hour,
            "endMin": end_minute,
        }

    if draw(st.booleans()):
        return {"type": "time-of-day", "restriction": times()}
    days = st.sampled_from(DAYS)
    return {
        "type": "weekday-and-time-of-day",
        "restrictions": [
            {"startDay": draw(days), "endDay": draw(days)} | times()
            for _ in range(draw(st.integers(1, 4)))
        ],
    }


@settings(max_examples=80, deadline=None)
@given(restrictions(), st.sampled_from(ZONES), st.data())
def test_openings_are_those_of_every_minute_on_days_of_clock_changes(value, zone_name, data):
    zone, restriction, inside = ZoneInfo(zone_name), read(value), minutes_of(value)
    day = data.draw(st.sampled_from(CHANGES[zone_name]))
    start = day - timedelta(minutes=data.draw(st.integers(0, 1500)))
    end = start + timedelta(minutes=data.draw(st.integers(0, 2500)))
    assert openings(restriction, start, end, zone) == spans(inside, start, end, zone)


def test_windows_are_right_in_every_zone_on_the_days_of_its_clock_changes():
    value = {
        "type": "time-of-day",
        "restriction": {"startHour": 23, "startMin": 30, "endHour": 2, "endMin": 15},
    }
    restriction, inside, seen = read(value), minutes_of(value), set()
    for name in sorted(available_timezones()):
        zone, days = ZoneInfo(name), tuple(clock_changes(name, 2026))
        offsets = tuple(day.astimezone(zone).utcoffset() for day in days)
        if (days, offsets) in seen:
            continue  # the same clock under another name
        seen.add((days, offsets))
        for day in days:
            end = day + timedelta(days=1, hours=3)
            assert openings(restriction, day, end, zone) == spans(inside, day, end, zone), name
    assert len(seen) > 20


@settings(max_examples=80, deadline=None)
@given(
    restrictions(),
    st.integers(0, 365 * 24 * 60).map(lambda minute: YEAR + timedelta(minutes=minute, seconds=59)),
    st.sampled_from(ZONES),
)
def test_a_moment_is_inside_or_not(value, at, zone_name):
    zone, restriction, inside = ZoneInfo(zone_name), read(value), minutes_of(value)
    assert is_open(restriction, at, zone) == is_inside(inside, at, zone)
    assert is_never_open(restriction) == (not inside)
    assert is_always_open(restriction) == (len(inside) == 7 * 24 * 60)
    assert read(as_json(restriction)) == restriction
    assert as_json(restriction) == value


def test_a_time_that_the_clock_skips_is_not_open_and_one_it_shows_twice_is_open_twice():
    zone = ZoneInfo("Europe/Berlin")
    restriction = read(
        {
            "type": "time-of-day",
            "restriction": {"startHour": 2, "startMin": 15, "endHour": 2, "endMin": 45},
        }
    )

    def of(day):
        return openings(restriction, day, day + timedelta(days=1), zone)

    assert of(datetime(2026, 3, 29, tzinfo=UTC)) == []
    autumn = datetime(2026, 10, 25, tzinfo=UTC)
    assert of(autumn) == [
        (autumn + timedelta(minutes=first), autumn + timedelta(minutes=first + 30))
        for first in (15, 75)
    ]


def test_a_window_without_end_after_its_start():
    def daily(start, end):
        return read(
            {
                "type": "time-of-day",
                "restriction": {"startHour": start, "startMin": 0, "endHour": end, "endMin": 0},
            }
        )

    def weekly(start_day, end_day, end_hour=9):
        start = {"startDay": start_day, "startHour": 9, "startMin": 0}
        end = {"endDay": end_day, "endHour": end_hour, "endMin": 0}
        return read({"type": "weekday-and-time-of-day", "restrictions": [start | end]})

    assert is_always_open(daily(9, 9))
    assert is_always_open(daily(0, 24))
    assert is_never_open(weekly("monday", "monday"))
    saturday = datetime(2026, 11, 21, 12, tzinfo=UTC)
    utc = ZoneInfo("UTC")
    assert not is_open(weekly("monday", "saturday"), saturday, utc)
    assert is_open(weekly("saturday", "monday", 8), saturday, utc)
    assert is_open(weekly("wednesday", "tuesday", 24), saturday, utc)
    assert is_open(None, saturday, utc)
    assert not is_never_open(None)


def test_a_window_of_hours_gone_by_has_no_openings():
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert openings(None, noon, noon, ZoneInfo("UTC")) == []
    hour = (noon, noon + timedelta(hours=1))
    assert openings(None, *hour, ZoneInfo("UTC")) == [hour]
