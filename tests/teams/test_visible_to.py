import pytest

from accounts.actors import Actor, Via
from accounts.models import ApiKey, AuditEntry
from teams.models import Team
from tests.make import make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def teams(payments):
    return {"Payments": payments, "Fraud": make_team("Fraud"), "Empty": make_team("Empty")}


def seen(actor):
    return sorted(Team.objects.visible_to(actor).values_list("name", flat=True))


def test_people_see_what_their_role_gives(teams, olive, ada, tom, ben, eve):
    everything = ["Empty", "Fraud", "Payments"]
    assert seen(Actor.of_user(olive)) == seen(Actor.of_user(ada)) == everything
    assert seen(Actor.of_user(tom)) == seen(Actor.of_user(ben)) == ["Payments"]
    assert seen(Actor.of_user(eve)) == []


@pytest.mark.parametrize("via", [Via.WEB, Via.CHAT, Via.API])
def test_an_actor_without_a_user_sees_no_team_not_even_an_empty_one(via, teams):
    assert seen(Actor.nobody(via)) == []


@pytest.mark.parametrize("who", ["ben", "ada", "olive"])
def test_blocked_people_see_nothing(who, teams, ben, ada, olive):
    person = {"ben": ben, "ada": ada, "olive": olive}[who]
    person.is_blocked = True
    assert seen(Actor.of_user(person)) == []
    assert not AuditEntry.objects.visible_to(Actor.of_user(person)).exists()


def test_a_teams_key_sees_that_team_alone(teams):
    key = ApiKey.objects.create(name="Deploy", key_hash="x", hint="x", team=teams["Fraud"])
    assert seen(Actor.of_key(key)) == ["Fraud"]
    entries = AuditEntry.objects.visible_to(Actor.of_key(key))
    assert set(entries.values_list("team_id", flat=True)) == {teams["Fraud"].pk}


def test_an_accounts_key_and_the_system_see_all(teams):
    assert seen(Actor.of_key(ApiKey(name="Robot"))) == ["Empty", "Fraud", "Payments"]
    assert seen(Actor.system()) == ["Empty", "Fraud", "Payments"]
