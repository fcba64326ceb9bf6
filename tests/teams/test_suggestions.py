import pytest

from tests.make import make_user

pytestmark = pytest.mark.django_db


def suggested(client, team, typed):
    response = client.get(f"/teams/{team.pk}/members/suggestions/", {"user": typed})
    return [option["value"] for option in response.context["options"]]


def test_it_suggests_people_outside_the_team_by_the_beginnings_of_words(
    tom, eve, payments, as_user
):
    client = as_user(tom)
    for typed in ("ev", "stran", "EVE stra", "eve@ac"):
        assert suggested(client, payments, typed) == ["eve@acme.example"]
    assert suggested(client, payments, "tranger") == []
    assert suggested(client, payments, "ben") == []  # in the team already


@pytest.mark.parametrize("typed", ["", "e", " e ", "\0\0", "&|!", "@"])
def test_fewer_than_two_letters_suggest_nobody(typed, tom, eve, payments, as_user):
    assert suggested(as_user(tom), payments, typed) == []


def test_blocked_people_are_not_suggested(tom, ada, payments, as_user):
    make_user("Gone Away", blocked=True)
    assert suggested(as_user(tom), payments, "gone") == []
    assert suggested(as_user(ada), payments, "gone") == []


def test_there_are_at_most_ten_and_only_names_and_addresses(tom, payments, as_user):
    for number in range(12):
        make_user(f"Zoe {number:02}", username=f"zoe{number}@acme.example")
    response = as_user(tom).get(f"/teams/{payments.pk}/members/suggestions/", {"user": "zoe"})
    options = response.context["options"]
    assert len(options) == 10
    assert set(options[0]) == {"value", "name", "detail"}


def test_names_of_teams_are_suggested_to_those_who_see_them(ada, eve, payments, as_user):
    def names(person):
        response = as_user(person).get("/teams/suggestions/", {"team": "pay"})
        return [option["name"] for option in response.context["options"]]

    assert names(ada) == ["Payments"]
    assert names(eve) == []
