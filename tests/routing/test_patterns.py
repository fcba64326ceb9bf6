"""Patterns: refused with the place of the fault, never slow, and prefiltered without a miss."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.literals import clauses_of
from routing.patterns import LARGEST, LONGEST, BadPattern, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "position", "words"),
    [
        (
            "(timeout|deadlock",
            1,
            "The group opened at character 1 is never closed. "
            "Add “)” or write “\\(” for a plain bracket.",
        ),
        ("x(a|(b)", 2, "The group opened at character 2 is never closed."),
        ("[)](", 4, "The group opened at character 4 is never closed."),
        ("\\Q(\\E)", 6, "The “)” at character 6 closes no group."),
        ("çé)", 3, "The “)” at character 3 closes no group."),
        ("ab[c(", 3, "The set opened at character 3 is never closed."),
        ("*a", 1, "“*” at character 1 has nothing before it to repeat."),
        ("é|*", 3, "“*” at character 3 has nothing before it to repeat."),
        ("a**", 2, "“**” at character 2 repeats what is repeated already."),
        ("ab++", 3, "“++” at character 3 repeats"),
        ("a{1001}", 2, "“{1001}” at character 2 repeats too often."),
        ("a{2,1}", 2, "“{2,1}” at character 2 repeats too often."),
        ("((a{100}){100}){3}", 10, "“{100}” at character 10 repeats too often."),
        ("ab(?=c)", 3, "“(?=” at character 3 looks ahead"),
        ("(?!a)", 1, "“(?!” at character 1 looks ahead"),
        ("é(?<=x)", 2, "“(?<=” at character 2 looks back"),
        ("(?<!a)b", 1, "“(?<!” at character 1 looks back"),
        ("(a)\\1", 4, "“\\1” at character 4 refers back to a group"),
        ("(?>a)", 1, "“(?>” at character 1 is no group"),
        ("(?P<n", 1, "“(?P<n” at character 1 is no name"),
        ("end\\Z", 4, "“\\Z” at character 4 has no meaning. Write “\\z”"),
        ("\\y", 1, "“\\y” at character 1 has no meaning."),
        ("xx\\", 3, "The “\\” at the end has nothing after it."),
        ("[b-a]", 2, "“b-a” at character 2 is no range."),
        ("[[:foo:]]", 2, "“[:foo:]” at character 2 is no range"),
        ("a" * 1001, 1001, "A pattern can have 1,000 characters at most."),
        ("[\\pL\\pN]{900}", 13, "Up to character 13 the pattern is too large."),
        ("x.{500}y", 7, "Up to character 7 the pattern is too large."),
    ],
)
def test_a_fault_is_told_with_its_place(pattern, position, words):
    with pytest.raises(BadPattern) as caught:
        compile_pattern(pattern)
    assert (caught.value.position, caught.value.words[: len(words)]) == (position, words)


@settings(max_examples=300, deadline=None)
@given(st.text("ab01(){}[]*+?|\\^$.,-:=!<>PQEdwz\N{LATIN SMALL LETTER E WITH ACUTE}", max_size=12))
def test_any_text_is_a_pattern_or_is_refused_with_a_place_in_it(text):
    fault = None
    try:
        compile_pattern(text)
    except BadPattern as caught:
        fault = caught
    if fault:
        assert 1 <= fault.position <= len(text)
        assert f"character {fault.position}" in fault.words or "at the end" in fault.words


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "(a|a)*$", "^(a?){60}a{60}$", "(.*a){12}x", "([a-q][^u-z]{13})+x"]
)
def test_no_pattern_hangs(pattern):
    search, started = compile_pattern(pattern), time.perf_counter()
    search.is_in("a" * 15_000 + "!")
    assert time.perf_counter() - started < 5


def test_half_a_surrogate_in_a_text_does_no_harm():
    assert compile_pattern("b$").is_in("a\ud800b")
    assert not compile_pattern("\\?").is_in("a\ud800b")


letters = st.sampled_from(
    ["a", "b", "ab", "Ab", "ba", ".", "\\.", "[ab]", "\\w", "é", "\\Qa.\\E", "^"]
)
repeats = st.sampled_from(["", "", "", "*", "+", "?", "{2}", "{0}", "{0,2}", "{1,}", "+?", "{,2}"])
openers = st.sampled_from(["(", "(?:", "(?i:", "(?P<n>"])
patterns = st.recursive(
    st.tuples(letters, repeats).map("".join),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map("|".join),
        st.tuples(openers, inner, st.just(")"), repeats).map("".join),
        inner.map("(?i){}".format),
    ),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(patterns, st.lists(st.text("abAB.,2é{} ", max_size=8), min_size=10, max_size=10))
def test_what_a_pattern_demands_is_in_every_text_that_it_matches(pattern, texts):
    try:
        search = compile_pattern(pattern)
    except BadPattern:
        return
    for text in texts:
        if search.is_in(text):
            for clause in clauses_of(pattern):
                assert any(part in text.casefold() for part in clause), clause


@pytest.mark.parametrize(
    ("pattern", "clauses"),
    [
        ("refund(s|ed)?.*stuck", [("refund",), ("stuck",)]),
        ("(timeout|deadlock) in", [("timeout", "deadlock"), (" in",)]),
        ("Replica lag|Disk full", [("replica lag", "disk full")]),
        ("(?i)DB: +down", [("db: ",), ("down",)]),
        ("(ab)+c?d", [("ab",)]),
        ("(ab)*(cd){0}(ef){2}", [("ef",)]),
        (r"\Qa.b\E\.c", [("a.b.c",)]),
        ("[a-z]+[0-9]", []),
        ("(error|)", []),
        ("(" * 30 + "error" + ")" * 30, []),
    ],
)
def test_what_is_looked_for_instead_of_a_pattern(pattern, clauses):
    assert clauses_of(pattern) == clauses


def test_a_long_pattern_is_no_large_one():
    assert compile_pattern("a" * LONGEST).is_in("a" * LONGEST)
    assert LARGEST > LONGEST
