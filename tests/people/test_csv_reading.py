"""A CSV file is read whatever is in it, and every broken line is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.forms.people_csv import decode
from accounts.people_csv import MOST_LINES, read
from common.sheets import safe_cell

PARTS = ["email", "full name", ",", ";", "\t", '"', "\n", "\r", "a@b.example", "\0", " ", "=", "é"]


@given(st.text())
def test_it_never_raises(text):
    sheet = read(text)
    assert sheet.rows or sheet.problems


@given(st.lists(st.sampled_from(PARTS)))
def test_it_never_raises_on_what_looks_like_a_file(parts):
    sheet = read("email,full name\n" + "".join(parts))
    assert all(problem.message for problem in sheet.problems)


@given(st.binary())
def test_bytes_are_text_or_a_sentence(data):
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        with pytest.raises(ValueError, match="is not UTF-8"):
            decode(data)
    else:
        assert decode(data) == text


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_it_reads_what_programs_write(between, end, start):
    lines = ["E-Mail|Full  Name|TZ|shoe size", "", '"ben@x.example"|"Ben, B; ""Be"""|UTC|44']
    sheet = read(start + end.join(lines).replace("|", between) + end)
    assert sheet.problems == []
    assert sheet.columns == ["username", "full_name", "time_zone"]
    assert sheet.left_out == ["shoe size"]
    cells = {"username": "ben@x.example", "full_name": 'Ben, B; "Be"', "time_zone": "UTC"}
    assert [(row.line, row.cells) for row in sheet.rows] == [(3, cells)]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 0, "", "The file is empty"),
        ("\n\n ,\n", 0, "", "The file is empty"),
        ("email,full name\n", 0, "", "no people below"),
        ("name,role\nBen,user", 1, "e-mail", "must name a column"),
        ("email,e-mail\na@b.example,x", 1, "e-mail", "a second time"),
        ("email,full name\na@b.example", 2, "", "has 1 cell, the first line has 2 cells"),
        ("email\na@b.example,Ben", 2, "", "has 2 cells, the first line has 1 cell"),
        ('email,full name\na@b.example,"Ben\nb@b.example,Bo', 2, "", "quotation mark"),
        ('email,full name\na@b.example,"B"en', 2, "", "quotation mark"),
        ("email,full name\na@b.example,Be\0n", 2, "full name", "can't be shown"),
        ("email,full name\na@b.example,Be\x1bn", 2, "full name", "can't be shown"),
        (f'email,full name\na@b.example,"{"x" * 200_000}"', 2, "", "too long"),
    ],
)
def test_it_names_what_is_wrong(text, line, column, words):
    problem = read(text).problems[0]
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.message


def test_it_stops_at_too_many_lines():
    sheet = read("email\n" + "a@b.example\n" * (MOST_LINES + 10))
    assert len(sheet.rows) == MOST_LINES
    assert "Only 5,000 people at once" in sheet.problems[0].message


@given(st.text())
def test_no_cell_is_a_formula_and_what_is_written_is_read(text):
    assert safe_cell(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")
