"""Time restrictions as the v2 API writes them, and as people say them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from oncall.restrictions import as_json, check_in_words, in_words, read


def daily(**times):
    times = {"startHour": 9, "startMin": 0, "endHour": 17, "endMin": 30} | times
    return {"type": "time-of-day", "restriction": times}


def weekly(*windows):
    """Windows written as "monday 18:00 tuesday 09:00"."""
    restrictions = []
    for window in windows:
        start_day, start, end_day, end = window.split()
        restrictions.append({"startDay": start_day, "endDay": end_day})
        for side, time in (("start", start), ("end", end)):
            hour, minute = time.split(":")
            restrictions[-1] |= {f"{side}Hour": int(hour), f"{side}Min": int(minute)}
    return {"type": "weekday-and-time-of-day", "restrictions": restrictions}


NIGHTS = weekly(
    "monday 18:00 tuesday 09:00",
    "tuesday 18:00 wednesday 09:00",
    "wednesday 18:00 thursday 09:00",
    "thursday 18:00 friday 09:00",
    "friday 18:00 saturday 09:00",
)


def test_nothing_is_no_restriction():
    assert read(None) is None
    assert read({}) is None
    assert in_words(None) == "always"


def test_numbers_may_be_text_and_days_in_any_case():
    old = daily(startHour="09", startMin="0", endHour="17", endMin="30")
    assert as_json(read(old)) == daily()
    shouted = weekly("MONDAY 9:00 Friday 17:00")
    assert as_json(read(shouted)) == weekly("monday 9:00 friday 17:00")


def test_an_empty_restriction_beside_the_list_does_no_harm():
    assert as_json(read(NIGHTS | {"restriction": {}})) == NIGHTS


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("18:00", "timeRestriction: "),
        ({"type": "always"}, "timeRestriction.type: "),
        ({"type": "time-of-day"}, "restriction: "),
        (daily(startHour=25), "restriction.startHour: Give a whole number from 0 to 24."),
        (daily(startHour=24), "restriction.startHour: A window can't start at 24:00."),
        (daily(startHour=True), "restriction.startHour: "),
        (daily(startHour=None), "restriction.startHour: "),
        (daily(endMin=60), "restriction.endMin: Give a whole number from 0 to 59."),
        (daily(endHour=24), "restriction.endMin: Give 0, since a day ends at 24:00."),
        (daily(endMin=-1), "restriction.endMin: "),
        (daily(endMin="½"), "restriction.endMin: "),
        (daily(endMin="9" * 5000), "restriction.endMin: "),
        (weekly(), "restrictions: Give a list of 1 to 15 windows."),
        (weekly(*["monday 9:00 monday 10:00"] * 16), "restrictions: "),
        (weekly("monday 9:00 funday 10:00"), "restrictions[0].endDay: Give a day of the week"),
        ({"type": "weekday-and-time-of-day", "restrictions": [3]}, "restrictions[0]: "),
    ],
)
def test_what_is_wrong_is_named(value, words):
    with pytest.raises(ValidationError) as caught:
        read(value)
    assert caught.value.messages[0].startswith(words)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (daily(), "every day 09:00–17:30"),
        (daily(startHour=0, endHour=24, endMin=0), "at any time"),
        (NIGHTS, "Mon–Fri 18:00–09:00"),
        (weekly("saturday 0:00 monday 0:00"), "Sat–Sun all day"),
        (weekly("saturday 0:00 sunday 0:00", "sunday 0:00 sunday 24:00"), "Sat–Sun all day"),
        (
            weekly("monday 9:00 monday 17:00", "thursday 9:00 thursday 17:00"),
            "Mon, Thu 09:00–17:00",
        ),
        (
            weekly(
                "sunday 9:00 sunday 17:00",
                "monday 9:00 monday 17:00",
                "wednesday 9:00 wednesday 17:00",
            ),
            "Sun–Mon, Wed 09:00–17:00",
        ),
        (weekly("friday 17:00 monday 8:00"), "Fri 17:00 – Mon 08:00"),
        (weekly("monday 22:00 tuesday 22:00"), "Mon 22:00 – Tue 22:00"),
        (weekly("monday 9:00 monday 9:00"), "never (Mon 09:00 to the same)"),
        (
            weekly("monday 9:00 monday 12:00", "monday 13:00 monday 17:00"),
            "Mon 09:00–12:00, Mon 13:00–17:00",
        ),
    ],
)
def test_windows_in_words(value, words):
    assert in_words(read(value)) == words
    assert in_words(read(value), "Europe/Paris") == f"{words} Europe/Paris"


def test_how_a_moment_lies_to_the_windows_in_words():
    at, zone = datetime(2026, 11, 19, 19, 14, tzinfo=UTC), ZoneInfo("Europe/Istanbul")
    assert check_in_words(read(NIGHTS), at, zone) == "Thu 22:14 is inside Mon–Fri 18:00–09:00"
    assert check_in_words(read(daily()), at, zone) == "Thu 22:14 is outside every day 09:00–17:30"
