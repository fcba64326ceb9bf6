"""Whoever makes a batch fail is found, and nobody else is hurt."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migration.halving import is_about_nobody, refused_of

CALMLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CALMLY
@given(st.integers(0, 40), st.sets(st.integers(0, 39)))
def test_each_goes_well_once_or_is_refused(size, bad):
    batch, went_well, calls = list(range(size)), [], []

    def ask(some):
        calls.append(list(some))
        if bad & set(some):
            return f"One of {len(some)} is bad."
        went_well.extend(some)
        return ""

    refused = [one for one, _ in refused_of(batch, ask)]
    assert sorted(refused + went_well) == batch
    assert set(refused) == bad & set(batch)
    assert all(len(set(call)) == len(call) > 0 for call in calls)
    assert len(calls) <= 1 + 2 * len(refused) * max(size, 1).bit_length()


def test_nobody_is_asked_about_when_there_is_nobody():
    assert list(refused_of([], lambda some: "never")) == []


def test_all_refused_for_one_reason_is_about_nobody():
    ten = list(range(10))
    assert is_about_nobody(ten, ["full"] * 10, many=10)
    assert not is_about_nobody(ten, ["full"] * 9, many=10)
    assert not is_about_nobody(ten, ["full"] * 9 + ["other"], many=10)
    assert not is_about_nobody(ten[:9], ["full"] * 9, many=10)
    assert not is_about_nobody([], [], many=10)
