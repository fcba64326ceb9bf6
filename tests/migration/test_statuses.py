"""What the directory says, and what becomes of somebody by it: the table of atlassian.md §1."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migration.directory import Found
from migration.ending import LONGEST_WAIT, seconds_to_wait
from migration.models import UserMove
from migration.statuses import is_member, status_of, went_out

Status = UserMove.Status
CALMLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CONNECTED = {
    "status": "active",
    "account_status": "active",
    "membership_status": "active",
    "email_verified": True,
}
STRANGER = {"status": "not_invited", "membership_status": "no_membership"}


def found(**values) -> Found:
    return Found("ben@acme.example", "712020:ben", **values)


@pytest.mark.parametrize(
    ("values", "was_invited", "had_account", "status"),
    [
        (CONNECTED, False, True, "connected"),
        (CONNECTED, True, False, "connected"),
        (CONNECTED | {"claim_status": "managed"}, True, True, "connected"),
        (CONNECTED | {"email_verified": False}, True, False, "invited"),
        (CONNECTED | {"email_verified": False}, True, True, "needs_verification"),
        (CONNECTED | {"email_verified": False}, False, True, "needs_verification"),
        (CONNECTED | {"membership_status": "suspended"}, True, True, "suspended"),
        (CONNECTED | {"status": "suspended"}, False, True, "suspended"),
        (CONNECTED | {"status": "deactivated"}, True, True, "deactivated"),
        (CONNECTED | {"status": "for_deletion"}, True, True, "deactivated"),
        (CONNECTED | {"account_status": "inactive"}, True, True, "deactivated"),
        (CONNECTED | {"account_status": "closed"}, True, True, "deactivated"),
        (CONNECTED | {"account_status": "of_tomorrow"}, True, True, "invited"),
        (CONNECTED | {"membership_status": "of_tomorrow"}, True, True, "invited"),
        (STRANGER, False, True, "not_invited"),
        (STRANGER | {"email_verified": True, "account_status": "active"}, True, True, "invited"),
        (STRANGER | {"claim_status": "managed"}, False, True, "not_invited"),
        (STRANGER | {"claim_status": "managed"}, True, True, "managed_elsewhere"),
        ({}, True, False, "invited"),
        ({}, False, True, "not_invited"),
    ],
)
def test_the_table(values, was_invited, had_account, status):
    got = status_of(found(**values), was_invited=was_invited, had_account=had_account)
    assert got == status


def test_nobody_found():
    assert status_of(None, was_invited=False, had_account=False) == Status.NOT_INVITED
    assert status_of(None, was_invited=True, had_account=True) == Status.INVITED


KNOWN = (
    *("active", "suspended", "not_invited", "deactivated", "for_deletion", "inactive", "closed"),
    *("", "no_membership", "managed", "unmanaged", "of_tomorrow"),
)
words = st.sampled_from(KNOWN) | st.text("abc_ é", max_size=12)
accounts = st.builds(
    Found,
    email=st.just("ben@acme.example"),
    account_id=st.sampled_from(["", "712020:ben"]),
    status=words,
    account_status=words,
    membership_status=words,
    claim_status=words,
    email_verified=st.booleans(),
)


@CALMLY
@given(accounts, st.booleans(), st.booleans())
def test_whatever_it_says_has_a_status_that_is_derived(account, was_invited, had_account):
    status = status_of(account, was_invited=was_invited, had_account=had_account)
    derived = set(Status) - {Status.EMAIL_UNVERIFIED, Status.EXCLUDED, Status.FAILED}
    assert status in derived
    if status == Status.CONNECTED:
        assert account.email_verified
        assert (account.account_status, account.membership_status) == ("active", "active")
    if was_invited:
        assert status != Status.NOT_INVITED  # so nobody would be invited again


@CALMLY
@given(st.none() | accounts, st.booleans())
def test_an_invitation_went_out_only_where_there_is_an_account(account, had_account):
    if went_out(account, had_account=had_account):
        assert account
        assert is_member(account) or not had_account
    else:
        assert account is None or (had_account and not is_member(account))


@CALMLY
@given(st.integers(-5, 10**9), st.integers(0, 10**6))
def test_it_waits_at_least_as_long_as_asked_but_not_for_ever(asked, waits):
    seconds = seconds_to_wait(asked, waits)
    assert min(max(asked, 1), LONGEST_WAIT) <= seconds <= LONGEST_WAIT
    assert seconds <= seconds_to_wait(asked, waits + 1)
