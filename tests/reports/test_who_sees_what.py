import pytest

from accounts.actors import Actor
from tests.make import make_team, make_user
from tests.reports.make import URL, actions, lines, make_action, make_alert

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_teams(payments, olive):
    """What Olive did with an alert of Payments, and with one of another team."""
    make_action(make_alert("Ledger", responders=[payments]), by=Actor.of_user(olive))
    other = make_alert("Secret trouble", responders=[make_team("Secrets")])
    make_action(other, "closed", by=Actor.of_user(olive))


@pytest.mark.parametrize(
    ("who", "count"), [("olive", 2), ("ada", 2), ("tom", 1), ("ben", 1), ("eve", 0)]
)
def test_of_the_alerts_that_one_sees(who, count, two_teams, request, as_user):
    client = as_user(request.getfixturevalue(who))
    assert len(actions(client)) == len(lines(client, "actions")) == count
    page = client.get(URL).content.decode()
    assert ("Secret" in page) == (count == 2)
    assert {one["Team"] for one in lines(client, "teams")} == {
        2: {"Payments", "Secrets"}, 1: {"Payments"}, 0: set(),
    }[count]  # fmt: skip


def test_an_observer_sees_reports_a_stakeholder_none(two_teams, as_user):
    watcher = as_user(make_user("Oda Observer", role="observer"))
    assert actions(watcher) == []
    assert 'href="/reports/actions/"' in watcher.get(URL).content.decode()
    holder = as_user(make_user("Sten Stakeholder", role="stakeholder"))
    for name in ("", "actions.csv", "teams.csv", "people/?person=a"):
        assert holder.get(f"{URL}{name}").status_code == 403


def test_people_are_suggested_from_ones_teams(two_teams, ben, ada, eve, as_user):
    def suggested(person, typed):
        return as_user(person).get(f"{URL}people/", {"person": typed}).content.decode()

    assert "tom@acme.example" in suggested(ben, "tom")
    assert "eve@acme.example" not in suggested(ben, "eve")
    assert "eve@acme.example" in suggested(ada, "eve")
