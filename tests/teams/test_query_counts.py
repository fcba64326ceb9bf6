import pytest

from accounts.actors import Actor
from teams.actions import add_member
from tests.asking import queries_of
from tests.make import make_team, make_user

pytestmark = pytest.mark.django_db


def test_the_list_makes_as_many_queries_for_a_hundred_teams(olive, tom, payments, as_user):
    for person in (olive, tom):
        client = as_user(person)
        few = queries_of(client, "/teams/")
        for _ in range(60):
            make_team(members=[tom])
        assert queries_of(client, "/teams/") == few
        assert few <= 9


@pytest.mark.parametrize("who", ["olive", "tom", "ben"])
@pytest.mark.parametrize("page", ["", "members/", "activity/"])
def test_a_teams_pages_make_as_many_queries_for_many_rows(
    page, who, olive, tom, ben, payments, as_user
):
    client = as_user({"olive": olive, "tom": tom, "ben": ben}[who])
    url = f"/teams/{payments.pk}/{page}"
    few = queries_of(client, url)
    for number in range(60):
        person = make_user(f"More {number}", username=f"more{number}@acme.example")
        add_member(payments, person, by=Actor.system())
    assert queries_of(client, url) == few
    assert few <= 15
