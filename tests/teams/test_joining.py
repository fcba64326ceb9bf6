"""Teams on the pages of people: search, CSV files, copying, cells and cards."""

import pytest
from django.template import engines

from accounts import copying, people_csv, people_search, search
from accounts.actors import Actor
from accounts.models import User
from tests.make import make_team

pytestmark = pytest.mark.django_db


def people_found(text):
    people, problems = people_search.find(User.objects.order_by("full_name"), text)
    return [person.full_name for person in people], problems


def rendered(template, **context):
    return engines["django"].from_string("{% load teams_tags %}" + template).render(context)


def test_people_are_found_by_their_team(payments, eve):
    make_team("Payments EU", members=[eve])
    assert people_found("team:payments") == (["Ben Member", "Tom Teamadmin"], [])
    assert people_found('team:"payments eu"') == (["Eve Stranger"], [])
    assert people_found("team:eu") == (["Eve Stranger"], [])
    assert people_found("team:payments ben") == (["Ben Member"], [])
    assert people_found("team:pay")[0] == ["Ben Member", "Eve Stranger", "Tom Teamadmin"]
    assert people_found("team:zebra")[1] == ["There is no team “zebra”."]
    assert people_found("team:")[1] == ["There is no team “”."]


def test_people_in_no_team_are_found(payments, eve):
    assert people_found("team:none") == (["Eve Stranger"], [])


def test_the_search_finds_the_teams_that_one_sees(payments, ada, eve):
    by_label = {found.label: found for found in search.find(Actor.of_user(ada), "pay")}
    assert [one.title for one in by_label["Teams"].findings] == ["Payments"]
    assert "Teams" not in {found.label for found in search.find(Actor.of_user(eve), "pay")}


def test_a_csv_file_names_teams_and_adds_to_them(payments, ada, eve):
    make_team("EU, cards", members=[eve])
    column = people_csv.COLUMNS["teams"]
    assert column.export([eve.pk]) == {eve.pk: "EU, cards"}
    assert column.check(["payments; EU, CARDS", "Nowhere", ""]) == {
        "Nowhere": "There is no team “Nowhere”."
    }
    assert column.after("EU, cards", "payments;eu, CARDS") == "EU, cards; payments"
    column.apply([(eve, "payments; EU, cards")], Actor.of_user(ada))
    assert column.export([eve.pk]) == {eve.pk: "EU, cards; Payments"}


def test_rules_can_be_copied_to_a_team(payments, tom, ben):
    target = copying.find("team: payments")
    assert (target.kind, target.name) == ("team", "Payments")
    assert set(copying.people_of([target])) == {tom, ben}
    assert copying.read([target.key]) == [target]


def test_a_cell_names_three_teams_and_counts_the_rest(payments, ben):
    for name in ("Data", "Fraud", "Zeta", "Web"):
        make_team(name, members=[ben])
    html = rendered(
        "{% team_names rows as teams_of %}{{ teams_of|lookup:pk }}", rows=[ben], pk=ben.pk
    )
    assert html == "Data, Fraud, Payments +2"
    assert rendered("{% team_names rows as teams_of %}{{ teams_of|lookup:1 }}", rows=[]) == ""


def test_a_card_shows_the_teams_that_the_reader_may_see(payments, ben, tom, ada, eve):
    make_team("Fraud", members=[ben])
    card = "{% teams_card person actor %}"
    for reader, names in ((ada, "Fraud Payments"), (ben, "Fraud Payments"), (tom, "Payments")):
        html = rendered(card, person=ben, actor=Actor.of_user(reader))
        assert [name for name in ("Fraud", "Payments") if name in html] == names.split()
    assert "In no team" in rendered(card, person=ben, actor=Actor.of_user(eve))


def test_a_card_says_which_teams_one_administers(payments, tom, ben, ada):
    card = "{% team_rights person %}"
    assert "Payments" in rendered(card, person=tom)
    assert "None." in rendered(card, person=ben)
    assert "All of them" in rendered(card, person=ada)
