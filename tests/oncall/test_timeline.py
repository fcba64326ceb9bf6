"""The picture of a schedule: what stands where."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from oncall.columns import Frame
from oncall.moments import span_words
from oncall.reading import coming_up
from oncall.rotation import Instead, Plan, Turns, Who
from oncall.timeline import MOST_BARS, picture

BERLIN = ZoneInfo("Europe/Berlin")
ANN, BEN = (Who("user", UUID(int=n), name) for n, name in enumerate(["Ann Amber", "Ben Brown"]))
MONDAY = datetime(2026, 3, 23, 8, tzinfo=UTC)  # 09:00; on Sunday the clocks go forward


def weekly(*people: Who, **more) -> Turns:
    return Turns(UUID(int=9), "Primary", more.pop("kind", "weekly"), 1, MONDAY, people, **more)


def plan(*rotations: Turns, overrides=()) -> Plan:
    return Plan(UUID(int=99), BERLIN, rotations, tuple(overrides))


def test_the_day_the_clocks_go_forward_is_an_hour_narrower():
    drawn = picture(plan(), Frame(date(2026, 3, 23), 7, BERLIN), MONDAY)
    hours = 7 * 24 - 1
    assert [round(day.width / 100 * hours) for day in drawn.days] == [24] * 6 + [23]
    assert [day.words for day in drawn.days][::6] == ["Mon 23 Mar", "Sun 29 Mar"]
    assert [day.is_weekend for day in drawn.days] == [False] * 5 + [True] * 2
    assert [day.is_today for day in drawn.days] == [True] + [False] * 6


@pytest.mark.parametrize(("day", "hours"), [(29, 23), (28, 24)])
def test_the_columns_of_one_day_are_two_hours_on_the_clock(day, hours):
    frame = Frame(date(2026, 3, day), 1, BERLIN)
    assert frame.end - frame.start == timedelta(hours=hours)
    drawn = picture(plan(), frame, MONDAY)
    assert len(drawn.days) == 12
    assert sum(column.width for column in drawn.days) == pytest.approx(100, abs=0.1)
    assert drawn.now is None


def test_rotations_come_first_then_overrides_then_who_is_on_call():
    taken = Instead(UUID(int=5), BEN, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
    frame = Frame(date(2026, 3, 23), 7, BERLIN)
    drawn = picture(plan(weekly(ANN), overrides=[taken]), frame, MONDAY)
    assert [line.name for line in drawn.lines] == ["Primary", "Overrides", "On call"]
    first, over, last = drawn.lines
    assert first.rotation == UUID(int=9)
    assert [bar.desk for bar in over.bars] == ["Ben Brown"]
    assert [bar.words.split(",")[0] for bar in last.bars] == ["Ann Amber", "Ben Brown", "Ann Amber"]
    assert last.bars[1].words == "Ben Brown, Tue 24 Mar, 09:00 to Wed 25 Mar, 09:00"
    assert last.bars[1].terms == "from=2026-03-24T08:00Z&to=2026-03-25T08:00Z"
    assert last.bars[0].hue != last.bars[1].hue
    assert drawn.now == pytest.approx(9 / (7 * 24 - 1) * 100, abs=0.01)


def test_names_become_initials_and_then_nothing_where_they_do_not_fit():
    def texts(days: int) -> tuple[str, str]:
        frame = Frame(date(2026, 3, 23), days, BERLIN)
        bar = picture(plan(weekly(ANN, BEN, kind="daily")), frame, MONDAY).lines[0].bars[1]
        return bar.desk, bar.phone

    assert texts(7) == ("Ben Brown", "BB")
    assert texts(14) == ("BB", "")
    assert texts(28) == ("BB", "")


def test_too_many_turns_are_not_drawn_but_said():
    hourly = weekly(ANN, BEN, kind="hourly")
    line = picture(plan(hourly), Frame(date(2026, 3, 23), 14, BERLIN), MONDAY).lines[0]
    assert line.is_crowded
    assert not line.bars
    assert (
        not picture(plan(hourly), Frame(date(2026, 3, 24), 7, BERLIN), MONDAY).lines[0].is_crowded
    )
    assert MOST_BARS > 7 * 24


def test_what_is_over_or_too_narrow_has_no_link():
    frame = Frame(date(2026, 3, 23), 28, BERLIN)
    bars = picture(plan(weekly(ANN, BEN)), frame, MONDAY + timedelta(days=8)).lines[0].bars
    assert [bar.can_be_hit for bar in bars] == [False, True, True, True]
    hours = picture(
        plan(weekly(ANN, BEN, kind="hourly")), Frame(date(2026, 3, 30), 7, BERLIN), MONDAY
    )
    assert not any(bar.can_be_hit for bar in hours.lines[0].bars)


def test_what_comes_up_names_the_gaps():
    office = weekly(ANN, ends_at=MONDAY + timedelta(hours=8))
    later = Instead(UUID(int=5), BEN, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
    found = coming_up(plan(office, overrides=[later]), MONDAY, BERLIN)
    assert [[who.name for who in one.span.participants] for one in found] == [
        ["Ann Amber"],
        [],
        ["Ben Brown"],
    ]
    assert [one.words for one in found] == [
        "Mon 23 Mar, 09:00–17:00",
        "Mon 23 Mar, 17:00 – Tue 24 Mar, 09:00",
        "Tue 24 Mar, 09:00 – Wed 25 Mar, 09:00",
    ]
    assert [one.is_now for one in found] == [True, False, False]


def test_somebody_alone_is_on_call_without_an_end():
    found = coming_up(plan(weekly(ANN)), MONDAY, BERLIN)
    assert [one.words for one in found] == ["From Mon 23 Mar, 09:00 on"]
    assert [
        one.words for one in coming_up(plan(weekly(ANN)), MONDAY + timedelta(days=99), BERLIN)
    ] == ["Always"]
    assert span_words(MONDAY, MONDAY + timedelta(hours=1), BERLIN) == "Mon 23 Mar, 09:00–10:00"


def test_over_four_weeks_only_mondays_have_their_date():
    days = picture(plan(), Frame(date(2026, 3, 25), 28, BERLIN), MONDAY).days
    words = [(number, day.words) for number, day in enumerate(days) if day.words]
    assert words == [(0, "25 Mar"), (5, "30 Mar"), (12, "6 Apr"), (19, "13 Apr"), (26, "20 Apr")]
