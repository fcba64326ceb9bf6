"""The list of people: searched, filtered, sorted, paged, at the same cost for any number."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.roles import create_role
from accounts.models import User
from tests.asking import HTMX
from tests.make import SYSTEM, make_team, make_user

NAME = re.compile(r'data-row-link>([^<]+)</a>\s*<span class="small dim">')


def names(response):
    return NAME.findall(response.content.decode())


def make_crowd(count):
    """People straight into the table, quick, one team for every other."""
    people = [
        User(username=f"crowd{n:03}@acme.example", full_name=f"Crowd {n:03}", is_verified=n % 3 > 0)
        for n in range(count)
    ]
    return User.objects.bulk_create(people)


@pytest.fixture
def list_of(as_user, ada, ben, olive):
    client = as_user(ada)
    return lambda **terms: client.get("/people/", terms)


def test_it_shows_who_is_there(list_of, ben):
    make_team("Payments", members=[ben])
    make_user("Dana Diaz", verified=False, blocked=True)
    page = list_of()
    text = page.content.decode()
    assert names(page) == ["Ada Admin", "Ben Member", "Dana Diaz", "Olive Owner"]
    assert "4 people" in text
    assert '<a href="/people/?verified=no">1 not verified</a>, 1 blocked' in text
    assert "Not verified" in text
    assert "Payments" in text
    assert f"/people/{ben.pk}/role/" in text


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"q": "ben"}, ["Ben Member"]),
        ({"q": "role:admin"}, ["Ada Admin"]),
        ({"role": "owner"}, ["Olive Owner"]),
        ({"role": "owner", "q": "ben"}, []),
        ({"verified": "no"}, []),
        ({"blocked": "no", "q": "o"}, ["Olive Owner"]),
        ({"role": "emperor"}, ["Ada Admin", "Ben Member", "Olive Owner"]),
        ({"sort": "-name"}, ["Olive Owner", "Ben Member", "Ada Admin"]),
        ({"sort": "role"}, ["Ada Admin", "Olive Owner", "Ben Member"]),
        ({"sort": "password"}, ["Ada Admin", "Ben Member", "Olive Owner"]),
        ({"cursor": "forged"}, ["Ada Admin", "Ben Member", "Olive Owner"]),
        ({"q": "\0"}, ["Ada Admin", "Ben Member", "Olive Owner"]),
        ({"q": "b" * 100_000}, ["Ada Admin", "Ben Member", "Olive Owner"]),
    ],
)
def test_it_is_narrowed_and_sorted(list_of, terms, expected):
    assert names(list_of(**terms)) == expected


@pytest.mark.parametrize("sort", ["email", "joined", "active", "-active"])
def test_it_sorts_by(list_of, sort):
    page = list_of(sort=sort)
    assert len(names(page)) == 3
    assert b'aria-current="true"' in page.content


def test_a_custom_role_can_be_chosen_and_is_named(list_of, ben):
    role = create_role("Night operator", by=SYSTEM)
    User.objects.filter(pk=ben.pk).update(role="custom", custom_role=role)
    page = list_of(role=str(role.pk))
    assert names(page) == ["Ben Member"]
    assert b'<span class="chip">Night operator</span>' in page.content
    assert names(list_of(q='role:"night OPERATOR"')) == ["Ben Member"]


def test_an_unknown_term_is_said_and_the_list_works(list_of):
    page = list_of(q="rolle:admin")
    assert len(names(page)) == 3
    assert "“rolle:” is not a search term." in page.content.decode()


def test_who_finds_nobody_is_told_what_was_asked(list_of):
    text = list_of(q="marcus", role="admin").content.decode()
    assert "Nobody matches “marcus” and “Admin”" in text
    assert "The filters alone show 1 person, but none by that name." in text
    assert "Invite Marcus" in text
    assert "Clear filters" in text


def test_who_was_not_found_is_invited_by_name(list_of, as_user, ada):
    assert (
        'href="/people/invite/?guests=Marcus%20Wolf"' in list_of(q="marcus Wolf").content.decode()
    )
    page = as_user(ada).get("/people/invite/", {"guests": "Marcus\0<script>"}).content.decode()
    assert "Marcus &lt;script&gt; &lt;&gt;</textarea>" in page
    sent = as_user(ada).post("/people/invite/", {"guests": "Marcus <>", "role": "user"})
    assert sent.status_code == 422


def test_who_is_not_verified_is_sent_another_invitation_from_their_row(list_of, as_user, ada):
    dana = make_user("Dana Diaz", verified=False)
    button = f'<button class="btn btn-s" formaction="/people/{dana.pk}/invitation/">Resend'
    assert button in list_of().content.decode()
    back = as_user(ada).post(f"/people/{dana.pk}/invitation/", {"next": "/people/?verified=no"})
    assert back["Location"] == "/people/?verified=no"


def test_names_are_escaped(list_of):
    make_user("<script>alert(1)</script> Zed", username="zed@acme.example")
    text = list_of(q="zed").content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_htmx_gets_the_list_alone(as_user, ada):
    page = as_user(ada).get("/people/", {"q": "ada"}, headers=HTMX)
    text = page.content.decode()
    assert text.lstrip().startswith('<form id="people-list"')
    assert 'hx-swap-oob="true"' in text  # the export's address follows the filter
    assert "<html" not in text


def test_pages_go_forth_and_back(as_user, ada):
    make_crowd(119)
    client = as_user(ada)
    first = client.get("/people/")
    assert len(names(first)) == 50
    assert "1–50 of 120" in first.content.decode()
    after = client.get(f"/people/?cursor={first.context['page'].next}")
    last = client.get(f"/people/?cursor={first.context['page'].last}")
    assert names(after)[0] == "Crowd 049"
    assert "71–120 of 120" in last.content.decode()
    back = client.get(f"/people/?cursor={after.context['page'].previous}")
    assert names(back) == names(first)


def test_it_asks_as_often_for_ten_as_for_a_hundred(as_user, ada):
    client = as_user(ada)
    client.get("/people/")  # notes that ada is active, once
    make_team("Payments", members=make_crowd(9))
    with CaptureQueriesContext(connection) as few:
        client.get("/people/")
    User.objects.filter(full_name__startswith="Crowd").delete()
    make_team("Platform", members=make_crowd(100))
    with CaptureQueriesContext(connection) as many:
        client.get("/people/")
    assert len(few) == len(many) <= 12


def test_searching_with_htmx_costs_less(as_user, ada):
    client = as_user(ada)
    make_crowd(60)
    with CaptureQueriesContext(connection) as asked:
        client.get("/people/", {"q": "crowd"}, headers=HTMX)
    assert not [query for query in asked if "is_blocked" in query["sql"].split("WHERE")[-1]]
    assert len(asked) <= 9
