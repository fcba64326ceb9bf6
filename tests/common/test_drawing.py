"""Patterns: templates that are drawn once and filled for each row."""

from django.utils.safestring import SafeString

from common.drawing import Pattern, drawn

DETAIL = Pattern("accounts/rows/log.html#detail")


def test_what_is_filled_in_is_escaped():
    written = DETAIL.fill(label="<b>", value="\"Tom\" & 'Ada'")
    assert written.startswith("&lt;b&gt; <span")
    assert "&quot;Tom&quot; &amp; &#x27;Ada&#x27;</span>" in written


def test_html_is_left_as_it_is():
    assert DETAIL.fill(label=SafeString("<b>x</b>"), value="").startswith("<b>x</b> <span")


def test_braces_in_a_text_are_only_text():
    assert "{label} {value.real} {{ x }}" in DETAIL.fill(
        label="A", value="{label} {value.real} {{ x }}"
    )


def test_a_part_is_drawn_once_for_the_same_values():
    one = drawn("accounts/parts/people_tabs.html", tab="people")
    assert drawn("accounts/parts/people_tabs.html", tab="people") is one
    assert drawn("accounts/parts/people_tabs.html", tab="groups") != one
