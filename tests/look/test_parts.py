from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from common.times import in_words

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (None, "never"),
        (NOW, "just now"),
        (NOW - timedelta(seconds=59), "just now"),
        (NOW + timedelta(seconds=30), "in a moment"),
        (NOW - timedelta(minutes=4), "4 min ago"),
        (NOW - timedelta(minutes=59, seconds=59), "59 min ago"),
        (NOW - timedelta(hours=23), "23 h ago"),
        (NOW + timedelta(hours=2), "in 2 h"),
        (NOW - timedelta(hours=30), "yesterday"),
        (NOW + timedelta(hours=30), "tomorrow"),
        (NOW - timedelta(days=13), "9 Nov 2026"),
        (NOW + timedelta(days=80), "10 Feb 2027"),
    ],
)
def test_times_are_relative_under_a_day_and_dated_after(moment, words):
    assert in_words(moment, NOW) == words


def test_a_day_is_the_readers_day():
    moment = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert in_words(moment, NOW) == "20 Nov 2026"
    with timezone.override(ZoneInfo("Europe/Istanbul")):
        assert in_words(moment, NOW) == "yesterday"


def test_when_carries_the_full_time(draw):
    moment = datetime(2026, 3, 9, 14, 5, tzinfo=UTC)
    html = draw("{% when moment %}", moment=moment)
    assert html.startswith('<time datetime="2026-03-09T14:05:00+00:00"')
    assert 'title="9 Mar 2026, 14:05 UTC"' in html
    assert ">9 Mar 2026</time>" in html
    assert ">9 Mar 2026, 14:05 UTC<" in draw("{% when moment full=True %}", moment=moment)
    assert "never" in draw("{% when moment %}", moment=None)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Admin", "AA"),
        ("cem can yıldız", "CY"),
        ("ada@acme.example", "A"),
        ("Prince", "P"),
        ("  ", "?"),
        ("", "?"),
    ],
)
def test_initials(draw, name, letters):
    assert draw("{{ name|initials }}", name=name) == letters


def test_an_avatar_is_hidden_from_screen_readers_and_escaped(draw):
    html = draw("{% avatar name 'avatar-l' %}", name="<x <y")
    assert html == '<span class="avatar avatar-l" aria-hidden="true">&lt;&lt;</span>'


def test_an_icon_comes_from_the_sprite(draw):
    html = draw("{% icon 'plus' 'icon-s' %}")
    assert 'class="icon icon-s" aria-hidden="true"' in html
    assert "/static/icons.svg#plus" in html


def test_a_query_keeps_what_it_does_not_change(draw):
    address = "/?q=a%26b&sort=name&cursor=x"
    html = draw("{% query sort='-name' cursor=None %}", address)
    assert html == "?q=a%26b&amp;sort=-name"
    assert draw("{% query q='' sort=None cursor=None %}", address) == "?"


def a_page(**ends):
    shown = {"rows": [1], "first_number": 51, "last_number": 100, "total_text": "of 144"}
    return SimpleNamespace(**shown, **{"first": "", "previous": "", "next": "", "last": ""} | ends)


def test_a_pager_links_to_its_neighbours_and_keeps_the_search(draw):
    page = a_page(next="N", last="L")
    html = draw("{% pager page target='people-list' %}", "/?q=ada&cursor=old", page=page)
    assert "51–100 of 144" in html
    assert 'href="?q=ada&amp;cursor=N"' in html
    assert 'hx-get="?q=ada&amp;cursor=N"' in html
    assert 'hx-target="#people-list"' in html
    assert 'id="people-list-next"' in html
    assert html.count("<a ") == 2
    assert html.count('aria-disabled="true"') == 2


def test_a_pager_without_script_target_has_plain_links(draw):
    html = draw("{% pager page %}", page=a_page(previous="P", first="F"))
    assert "hx-" not in html
    assert 'href="?cursor=P"' in html


def test_a_single_page_has_no_links(draw):
    html = draw("{% pager page %}", page=a_page())
    assert "51–100 of 144" in html
    assert "btn" not in html


@pytest.mark.parametrize(
    ("sort", "order", "link"),
    [("name", "ascending", "-name"), ("-name", "descending", "name"), ("role", None, "name")],
)
def test_a_sort_head_says_its_order_and_turns_it(draw, sort, order, link):
    html = draw("{% sort_head 'Name' 'name' sort target='x' %}", "/?cursor=c", sort=sort)
    assert (f'aria-sort="{order}"' in html) if order else ("aria-sort" not in html)
    assert f'href="?sort={link}"' in html


def test_an_empty_state_has_a_title_a_reason_and_buttons(draw):
    text = "{% empty title 'Why.' %}<a class='btn'>Go</a>{% endempty %}"
    html = draw(text, title="Nobody <here>")
    assert "<h2>Nobody &lt;here&gt;</h2>" in html
    assert "Why." in html
    assert "<div class=\"row-s\"><a class='btn'>Go</a></div>" in html
    assert "row-s" not in draw("{% empty 'Nobody' %} {% endempty %}")


def test_an_empty_state_may_stand_in_the_empty_part_of_a_loop(draw):
    text = "{% for x in rows %}{{ x }}{% empty %}{% empty 'None' %}{% endempty %}{% endfor %}"
    assert "<h2>None</h2>" in draw(text, rows=[])
