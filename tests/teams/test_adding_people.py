import pytest

from teams.models import Membership
from tests.make import NOBODYS_ID, make_user

pytestmark = pytest.mark.django_db
URL = "/teams/add-people/"


def test_it_asks_for_the_team_of_those_chosen(ada, ben, eve, payments, as_user):
    html = as_user(ada).post(URL, {"chosen": [ben.pk, eve.pk]}).content.decode()
    assert "Add 2 people to a team" in html
    assert "Ben Member, Eve Stranger" in html


def test_it_adds_all_and_names_who_was_in_it_already(ada, ben, eve, payments, as_user):
    new = make_user("Nora New")
    data = {"chosen": [ben.pk, eve.pk, new.pk], "team": "payments", "role": "admin"}
    response = as_user(ada).post(URL, data, follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert said == ["2 people added to Payments. In it already: Ben Member."]
    assert set(payments.memberships.filter(role="admin").values_list("user", flat=True)) >= {
        eve.pk,
        new.pk,
    }
    assert payments.memberships.get(user=ben).role == "user"


def test_it_comes_back_to_the_filtered_list(ada, eve, payments, as_user):
    narrowed, client = "?q=eve&verified=yes&sort=-name", as_user(ada)
    asked = client.post(URL + narrowed, {"chosen": [eve.pk]}).content.decode()
    assert 'action="/teams/add-people/?q=eve&amp;verified=yes&amp;sort=-name"' in asked
    assert 'href="/people/?q=eve&amp;verified=yes&amp;sort=-name"' in asked
    data = {"chosen": [eve.pk], "team": "payments", "role": "user"}
    assert client.post(URL + narrowed, data)["Location"] == "/people/" + narrowed


@pytest.mark.parametrize("chosen", [[], ["x"], [""], [NOBODYS_ID], ["\0"], ["1' OR '1'='1"]])
def test_forged_people_are_nobody(chosen, ada, payments, as_user):
    data = {"chosen": chosen, "team": "Payments", "role": "user"}
    response = as_user(ada).post(URL, data)
    assert response.status_code == 422
    assert "Choose people first" in response.content.decode()


@pytest.mark.parametrize("team", ["", "Nowhere", "x" * 101, "\0"])
def test_an_unknown_team_is_refused_and_nothing_done(team, ada, eve, payments, as_user):
    response = as_user(ada).post(URL, {"chosen": [eve.pk], "team": team, "role": "user"})
    assert response.status_code == 422
    assert "team" in response.context["form"].errors
    assert not Membership.objects.filter(user=eve).exists()
