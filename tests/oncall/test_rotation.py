"""Who is on call when: against a reference that walks minute by minute, and cases by hand."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncall import restrictions
from oncall import turns as turns_module
from oncall.rotation import (
    LOOKED_AHEAD,
    Around,
    Instead,
    Plan,
    Span,
    Turns,
    Who,
    around,
    next_on_call,
    on_call,
    previous_on_call,
    spans,
    spans_from,
)
from oncall.turns import turns_between
from tests.oncall.naive_rotation import plan_by_minute, turns_by_minute

ISTANBUL, BERLIN, HOWE = map(ZoneInfo, ("Europe/Istanbul", "Europe/Berlin", "Australia/Lord_Howe"))
ANN, BEN, CEM, DEE = (Who("user", UUID(int=n), name) for n, name in enumerate(["A", "B", "C", "D"]))
NOBODY = Who("none")
NIGHTS = restrictions.read(
    {
        "type": "time-of-day",
        "restriction": {"startHour": 22, "startMin": 0, "endHour": 6, "endMin": 0},
    }
)
# Both clock changes of Berlin and of Lord Howe (half an hour), and a plain day.
MOMENTS = [
    datetime(2026, 3, 28, 20, tzinfo=UTC),
    datetime(2026, 10, 24, 20, tzinfo=UTC),
    datetime(2026, 4, 4, 10, tzinfo=UTC),
    datetime(2026, 10, 3, 10, tzinfo=UTC),
    datetime(2026, 6, 10, 10, tzinfo=UTC),
]


def turns(*people: Who, number: int = 1, kind: str = "weekly", length: int = 1, **more) -> Turns:
    """A rotation of these people, from Monday 5 January 2026, 09:00 in Berlin."""
    start = more.pop("starts_at", datetime(2026, 1, 5, 8, tzinfo=UTC))
    return Turns(UUID(int=number), f"R{number}", kind, length, start, people, **more)


def plan(*rotations: Turns, zone: ZoneInfo = BERLIN, overrides=(), is_enabled: bool = True) -> Plan:
    return Plan(UUID(int=99), zone, rotations, tuple(overrides), is_enabled)


def instead(who: Who, start: datetime, hours: float, *rotations: int) -> Instead:
    named = frozenset(UUID(int=number) for number in rotations)
    return Instead(UUID(int=50), who, start, start + timedelta(hours=hours), named)


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN).astimezone(UTC)


@st.composite
def rotations(draw, around: datetime, number: int = 1) -> Turns:
    start = around - timedelta(minutes=draw(st.integers(0, 3 * 24 * 4)) * 15)
    end = draw(
        st.one_of(st.none(), st.integers(1, 200).map(lambda n: start + n * timedelta(hours=1)))
    )
    return Turns(
        UUID(int=number),
        "R",
        draw(st.sampled_from(["hourly", "hourly", "daily"])),
        draw(st.integers(1, 13)),
        start,
        tuple(draw(st.lists(st.sampled_from([ANN, BEN, CEM, NOBODY]), max_size=4))),
        end,
        draw(st.sampled_from([None, None, NIGHTS])),
    )


@st.composite
def plans(draw) -> tuple[Plan, datetime]:
    around = draw(st.sampled_from(MOMENTS))
    made = [draw(rotations(around, number)) for number in range(draw(st.integers(0, 2)))]
    overrides = [
        instead(
            draw(st.sampled_from([ANN, DEE])),
            around + timedelta(minutes=30 * draw(st.integers(-20, 20))),
            draw(st.integers(1, 20)) / 2,
            *draw(st.lists(st.integers(0, 1), max_size=1)),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    zone = draw(st.sampled_from([BERLIN, HOWE, ISTANBUL]))
    return plan(*made, zone=zone, overrides=overrides), around


@settings(max_examples=60, deadline=None)
@given(plans())
def test_it_agrees_with_looking_at_the_clock_every_minute(made):
    schedule, start = made
    end = start + timedelta(hours=12)
    naive = plan_by_minute(schedule, start, end)
    found = spans(schedule, start, end)
    assert {at: people for at in minutes(start, end) if (people := people_at(found, at))} == naive
    for at in minutes(start, end)[::37]:
        assert tuple(on_call(schedule, at)) == naive.get(at, ())
    assert all(one.start < one.end for one in found)
    neighbours = pairwise(found)
    assert all(a.end < b.start or a.participants != b.participants for a, b in neighbours)


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(0, 12 * 60))
def test_one_walk_says_the_same_as_all_spans(made, minute):
    schedule, at = made[0], made[1] + timedelta(minutes=minute)
    end = at + LOOKED_AHEAD
    found = list(islice(spans_from(schedule, at, end), 2))
    first = found.pop(0) if found and found[0].start == at else Span(at, at, ())
    later = found[0] if found else Span(end, end, ())
    until = first.end if first.participants else later.start
    said = around(schedule, at)
    assert list(said.now) == list(first.participants) == on_call(schedule, at)
    assert (said.next, said.since or end) == (later.participants, later.start)
    assert (said.until or end) == until


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(MOMENTS).flatmap(rotations), st.sampled_from([BERLIN, HOWE]))
def test_the_turns_of_one_rotation_agree_too(one, zone):
    end = one.starts_at + timedelta(hours=30)
    found = turns_between(one, zone, one.starts_at, end)
    naive = turns_by_minute(one, zone, end)
    assert {
        at: who[0] for at in minutes(one.starts_at, end) if (who := people_at(found, at))
    } == naive


def minutes(start: datetime, end: datetime) -> list[datetime]:
    return [start + n * timedelta(minutes=1) for n in range((end - start) // timedelta(minutes=1))]


def people_at(found: list[Span], at: datetime) -> tuple[Who, ...]:
    return next((one.participants for one in found if one.start <= at < one.end), ())


def test_a_weekly_hand_over_stays_at_nine_when_the_clocks_change():
    schedule = plan(turns(ANN, BEN))
    before = berlin(2026, 3, 23, 9), berlin(2026, 3, 30, 9)
    assert spans(schedule, berlin(2026, 3, 20), berlin(2026, 4, 1))[1] == Span(*before, (BEN,))
    assert before[1] - before[0] == timedelta(days=7, hours=-1)


def test_several_rotations_add_up_and_nobody_is_named_twice():
    schedule = plan(turns(ANN), turns(BEN, ANN, number=2), turns(NOBODY, number=3))
    assert on_call(schedule, berlin(2026, 1, 6)) == [ANN, BEN]
    assert on_call(schedule, berlin(2026, 1, 13)) == [ANN]


def test_an_override_of_a_rotation_holds_within_its_windows_only():
    night = turns(ANN, restriction=NIGHTS)
    taken = instead(DEE, berlin(2026, 1, 7), 48, 1)
    schedule = plan(night, overrides=[taken])
    assert on_call(schedule, berlin(2026, 1, 7, 23)) == [DEE]
    assert on_call(schedule, berlin(2026, 1, 7, 12)) == []
    whole = plan(night, overrides=[instead(DEE, berlin(2026, 1, 7), 48)])
    assert on_call(whole, berlin(2026, 1, 7, 12)) == [DEE]


def test_the_override_made_last_wins():
    first = instead(CEM, berlin(2026, 1, 7), 48)
    second = instead(DEE, berlin(2026, 1, 8), 5)
    schedule = plan(turns(ANN), overrides=[first, second])
    assert on_call(schedule, berlin(2026, 1, 8, 1)) == [DEE]
    assert on_call(schedule, berlin(2026, 1, 8, 5)) == [CEM]
    assert on_call(schedule, berlin(2026, 1, 9)) == [ANN]


def test_a_disabled_schedule_has_nobody_on_call():
    off = plan(turns(ANN), is_enabled=False)
    assert (
        on_call(off, berlin(2026, 1, 6)) == spans(off, berlin(2026, 1, 6), berlin(2026, 1, 7)) == []
    )
    assert around(off, berlin(2026, 1, 6)).until is None


def test_it_says_who_comes_next_and_when():
    schedule = plan(turns(ANN, BEN, restriction=NIGHTS))
    asleep, awake = berlin(2026, 1, 11, 12), berlin(2026, 1, 11, 23)
    assert around(schedule, asleep).until == berlin(2026, 1, 11, 22)
    assert around(schedule, awake).until == berlin(2026, 1, 12, 6)
    assert next_on_call(schedule, asleep) == [ANN]
    assert around(schedule, awake) == Around(
        (ANN,), berlin(2026, 1, 12, 6), (BEN,), berlin(2026, 1, 12, 22)
    )
    assert previous_on_call(schedule, awake) == [ANN]


def test_somebody_alone_is_on_call_for_ever():
    schedule = plan(turns(ANN, ANN))
    assert around(schedule, berlin(2026, 1, 11)).until is None
    assert next_on_call(schedule, berlin(2026, 1, 11)) == []


def test_a_rotation_that_begins_in_a_year_is_found():
    later = plan(turns(ANN, starts_at=berlin(2026, 12, 1)))
    assert around(later, berlin(2026, 1, 1)).until == berlin(2026, 12, 1)
    assert next_on_call(later, berlin(2026, 1, 1)) == [ANN]


@pytest.mark.parametrize("named", [(), (1,)])
def test_turns_that_a_long_override_hides_are_not_counted(named, monkeypatch):
    counted = []
    begins = turns_module._begins
    monkeypatch.setattr(turns_module, "_begins", lambda *args: counted.append(1) or begins(*args))
    now, hourly = berlin(2026, 3, 2, 12), turns(ANN, BEN, kind="hourly")
    long = plan(hourly, overrides=[instead(DEE, now, 24 * 366, *named)])
    end = now + timedelta(days=366)
    assert around(long, now).until == end
    assert around(long, now).since == end
    assert next_on_call(long, now) == on_call(long, end)
    hour = timedelta(hours=1)
    assert previous_on_call(long, end - hour) == on_call(long, now - hour)
    assert len(counted) < 5000
