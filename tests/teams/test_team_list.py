import pytest

from tests.asking import HTMX
from tests.make import make_team

pytestmark = pytest.mark.django_db


def names(response):
    return [team.name for team in response.context["page"].rows]


def test_owners_and_admins_see_all_teams_others_their_own(olive, ada, ben, eve, payments, as_user):
    make_team("Fraud")
    for person in (olive, ada):
        assert names(as_user(person).get("/teams/")) == ["Fraud", "Payments"]
    assert names(as_user(ben).get("/teams/")) == ["Payments"]
    assert names(as_user(eve).get("/teams/")) == []


def test_a_row_says_how_many_are_in_the_team_and_ones_own_role(tom, ben, payments, as_user):
    row = as_user(tom).get("/teams/").context["rows"][0]
    assert ">2<" in row
    assert ">Team admin<" in row
    row = as_user(ben).get("/teams/").context["rows"][0]
    assert ">2<" in row
    assert ">User<" in row


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("pay", ["Payments", "Payments EU"]),
        ("PAY eu", ["Payments EU"]),
        ("reliab", ["Site-Reliability"]),
        ("ability", []),
        ("'|&!:*", ["Payments", "Payments EU", "Site-Reliability"]),
        ("\0", ["Payments", "Payments EU", "Site-Reliability"]),
    ],
)
def test_it_finds_by_the_beginnings_of_words(typed, found, olive, payments, as_user):
    make_team("Payments EU")
    make_team("Site-Reliability")
    assert names(as_user(olive).get("/teams/", {"q": typed})) == found


def test_it_sorts_by_name_members_and_age(olive, payments, as_user):
    make_team("Atlas")
    client = as_user(olive)
    assert names(client.get("/teams/?sort=-name")) == ["Payments", "Atlas"]
    assert names(client.get("/teams/?sort=-members")) == ["Payments", "Atlas"]
    assert names(client.get("/teams/?sort=members")) == ["Atlas", "Payments"]
    assert names(client.get("/teams/?sort=-created")) == ["Atlas", "Payments"]
    assert names(client.get("/teams/?sort=nonsense")) == ["Atlas", "Payments"]


@pytest.mark.parametrize("sort", ["name", "-members", "created"])
def test_pages_follow_each_other_without_gap_or_repeat(sort, olive, as_user):
    for number in range(120):
        make_team(f"Team {number:03}")
    client, seen, cursor = as_user(olive), [], ""
    while True:
        page = client.get("/teams/", {"sort": sort, "cursor": cursor}).context["page"]
        seen += [team.name for team in page.rows]
        cursor = page.next
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 120


def test_htmx_gets_the_list_alone(olive, payments, as_user):
    html = as_user(olive).get("/teams/", headers=HTMX).content.decode()
    assert html.lstrip().startswith('<div id="team-list"')


@pytest.mark.parametrize(
    ("who", "query", "words"),
    [
        ("olive", "", "No teams yet"),
        ("eve", "", "You are in no team"),
        ("olive", "?q=zebra", "No team has that name"),
    ],
)
def test_an_empty_list_says_what_to_do(who, query, words, olive, eve, as_user):
    person = {"olive": olive, "eve": eve}[who]
    assert words in as_user(person).get(f"/teams/{query}").content.decode()


@pytest.mark.parametrize("cursor", ["x", "a:b:c", "%00", "9" * 3000])
def test_a_forged_place_in_the_list_is_its_beginning(cursor, olive, payments, as_user):
    response = as_user(olive).get("/teams/", {"cursor": cursor})
    assert names(response) == ["Payments"]
