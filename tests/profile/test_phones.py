"""Telephone numbers, however they are written."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.models.contacts import validate_phone
from accounts.phones import country_code, normalise

codes = st.sampled_from(["1", "7", "44", "49", "90", "351", "420", "972"])
numbers = st.text("0123456789", min_size=5, max_size=11)
separators = st.sampled_from([" ", "-", ".", " (", ") ", "\u00a0", "/"])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1-5551234567", "1-5551234567"),
        ("+1 (555) 123-4567", "1-5551234567"),
        ("+905325550142", "90-5325550142"),
        ("0090 532 555 01 42", "90-5325550142"),
        ("+44 (0)20 7946 0958", "44-2079460958"),
        ("  1 555 123 4567 ", "1-5551234567"),
        ("+351 912 345 678", "351-912345678"),
    ],
)
def test_it_reads_what_people_write(typed, kept):
    assert normalise(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "5551234567",
        "555-123-4567",
        "+1",
        "+1 55",
        "1-555-CALL-NOW",
        "+1+555",
        "9" * 40,
        "1-٣٣٣٣٣٣",
    ],
)
def test_it_does_not_guess(typed):
    with pytest.raises(ValueError, match="country code"):
        normalise(typed)


@given(codes, numbers, st.lists(separators, max_size=4), st.sampled_from(["+", "00", ""]))
def test_all_spellings_of_a_number_become_one(code, number, between, start):
    cut = max(len(number) // (len(between) + 1), 1)
    pieces = [number[at : at + cut] for at in range(0, len(number), cut)]
    text = start + code + " " + pieces[0]
    for place, piece in enumerate(pieces[1:]):
        text += (between[place] if place < len(between) else "") + piece
    assume("(0)" not in text)  # that zero is not dialled, so it is no part of the number
    assert normalise(text) == f"{code}-{number}"


@given(codes, numbers)
def test_what_is_kept_is_read_again_and_accepted(code, number):
    kept = normalise(f"{code}-{number}")
    assert normalise(kept) == kept
    validate_phone(kept)
    assert country_code(code + number) == code


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(text):
    try:
        kept = normalise(text)
    except ValueError:
        return
    validate_phone(kept)
