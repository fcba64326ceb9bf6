"""Pages by key: nothing twice, nothing left out, whichever way one goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.models.people import LastActiveKey
from common.folding import Folded
from common.paging import Sort, counts_up_to, paginate, read_cursor
from tests.make import make_user

BY_NAME = Sort("name", Folded("full_name"))


@pytest.fixture
def crowd(db):
    return [make_user(f"Name{number % 4}", username=f"n{number}@x.example") for number in range(23)]


def walk(sort: Sort, size: int, first: str = "", direction: str = "next") -> list[list[User]]:
    pages, cursor = [], first
    while True:
        page = paginate(User.objects.all(), sort=sort, cursor=cursor, size=size)
        pages.append(page.rows)
        cursor = getattr(page, direction)
        if not cursor:
            return pages


@pytest.mark.parametrize("size", [1, 5, 22, 23, 24])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("key", [Folded("full_name"), LastActiveKey()])
def test_every_row_is_on_one_page(crowd, size, descending, key):
    sort = Sort("any", key, descending)
    forward = [person for rows in walk(sort, size) for person in rows]
    assert len(forward) == len(crowd)
    assert set(forward) == set(crowd)

    last = paginate(User.objects.all(), sort=sort, size=size).last
    if last:
        back = walk(sort, size, last, "previous")
        assert [person for rows in reversed(back) for person in rows] == forward


def test_it_numbers_the_rows(crowd):
    page = paginate(User.objects.all(), sort=BY_NAME, size=10)
    assert (page.first_number, page.last_number, page.total_text) == (1, 10, "of 23")
    page = paginate(User.objects.all(), sort=BY_NAME, size=10, cursor=page.next)
    assert (page.first_number, page.last_number) == (11, 20)
    page = paginate(User.objects.all(), sort=BY_NAME, size=10, cursor=page.last)
    assert (page.first_number, page.last_number) == (14, 23)
    assert not page.next
    page = paginate(User.objects.all(), sort=BY_NAME, size=10, cursor=page.previous)
    assert (page.first_number, page.last_number) == (4, 13)


def test_a_page_costs_two_queries(crowd, django_assert_num_queries):
    with django_assert_num_queries(2):
        paginate(User.objects.all(), sort=BY_NAME, size=5)


def test_a_cursor_of_another_order_is_the_first_page(crowd):
    page = paginate(User.objects.all(), sort=BY_NAME, size=5)
    other = Sort("active", LastActiveKey())
    assert read_cursor(page.next, other).where == "first"
    assert read_cursor(page.next, BY_NAME).where == "after"


@given(st.text())
def test_a_forged_cursor_is_the_first_page(text):
    assert read_cursor(text, BY_NAME).where == "first"


def test_an_empty_list_has_one_empty_page(db):
    page = paginate(User.objects.all(), sort=BY_NAME)
    assert page.rows == []
    assert [page.next, page.previous, page.first, page.last] == [""] * 4


def test_several_sets_are_counted_in_one_query(crowd, django_assert_num_queries):
    sets = User.objects.all(), User.objects.filter(is_blocked=True), User.objects.none()
    with django_assert_num_queries(1):
        counts = counts_up_to(3, *sets)
    assert counts == [(3, False), (0, True), (0, True)]
