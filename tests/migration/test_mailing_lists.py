"""Addresses that several people probably read."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migration.mailing_lists import FIRST, LAST, SHARED, looks_like_a_list

CALMLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
hosts = st.sampled_from(["acme.example", "acme-eu.example", "mail.acme.example"])


@pytest.mark.parametrize(
    "email",
    [
        *("noc@acme.example", "NOC@Acme.Example", "team@acme.example", "all@acme.example"),
        *("oncall+payments@acme.example", "on-call@acme.example", "on.call2@acme.example"),
        *("dev-list@acme.example", "payments_list@acme.example", "list-dev@acme.example"),
        *("team-payments@acme.example", "payments.team@acme.example", "noc2@acme.example"),
        *("all-hands@acme.example", "noc-berlin@acme.example", "payments-oncall@acme.example"),
        *("db-on-call@acme.example", "no-reply@acme.example", "no.reply@acme.example"),
        *("anna@lists.acme.example", "friends@googlegroups.com", "help-desk@acme.example"),
    ],
)
def test_lists(email):
    assert looks_like_a_list(email)


@pytest.mark.parametrize(
    "email",
    [
        *("anna@acme.example", "anna.smith@acme.example", "dev.patel@acme.example"),
        *("anna.list@acme.example", "teamer@acme.example", "allan@acme.example"),
        *("callum@acme.example", "simon.callahan@acme.example", "a.noce@acme.example"),
        *("anna+noc@acme.example", "it.anna@acme.example", "@acme.example", "", "anna"),
        *("infante@acme.example", "olist@acme.example", "list@", "anna@listserve.example"),
    ],
)
def test_people(email):
    assert looks_like_a_list(email) == (email == "list@")


@CALMLY
@given(st.sampled_from(sorted(SHARED)), st.integers(0, 99), hosts, st.text("abc123", max_size=5))
def test_shared_names_in_any_spelling(name, number, host, tag):
    for written in (name, name.upper(), f"{name}{number}", f"{name}+{tag}", f" {name}"):
        assert looks_like_a_list(f"{written}@{host}")


@CALMLY
@given(
    st.sampled_from(sorted(FIRST)),
    st.sampled_from(sorted(LAST)),
    st.text("abcdefgh", min_size=1, max_size=8),
    st.sampled_from("-_"),
    hosts,
)
def test_words_at_either_end(first, last, other, separator, host):
    assert looks_like_a_list(f"{first}{separator}{other}@{host}")
    assert looks_like_a_list(f"{other}{separator}{last}@{host}")


@CALMLY
@given(st.text(), st.text())
def test_no_text_is_too_strange(name, host):
    email = f"{name}@{host}"
    assert looks_like_a_list(email) == looks_like_a_list(f"  {email} ")


@CALMLY
@given(st.text("xyzqjk", min_size=3, max_size=12), st.text("xyzqjk", min_size=3, max_size=12))
def test_names_of_other_letters_are_people(first, last):
    assert not looks_like_a_list(f"{first}.{last}@acme.example")
    assert not looks_like_a_list(f"{first}@acme.example")
