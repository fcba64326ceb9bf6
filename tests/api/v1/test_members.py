"""Members, put into teams and taken out by scripts written for Opsgenie."""

import pytest

from teams.models import Membership
from tests.api.v1.make import Script
from tests.make import make_team

pytestmark = pytest.mark.django_db
DONE = {"status": "successful", "code": 200}


@pytest.fixture
def script() -> Script:
    return Script()


def role_of(person, team) -> str:
    return Membership.objects.get(user=person, team=team).role


def test_a_member_comes_and_goes_by_id_or_name(script, payments, eve):
    by_name = {"name": "PAYMENTS", "username": "Eve@acme.example"}
    assert script.post("team/member", **by_name) == DONE
    assert role_of(eve, payments) == "user"
    by_id = {"id": str(payments.pk), "userId": str(eve.pk)}
    assert script.delete("team/member/", **by_id) == DONE
    assert not payments.memberships.filter(user=eve).exists()
    assert script.post("team/member", **by_id, role="Admin") == DONE
    assert role_of(eve, payments) == "admin"
    assert script.delete("team/member", **by_name) == DONE


def test_adding_a_member_again_changes_the_role(script, payments, tom):
    tom_in = {"name": "payments", "username": tom.username}
    assert script.post("team/member", **tom_in) == DONE
    assert role_of(tom, payments) == "admin"
    assert script.post("team/member", **tom_in, role="user") == DONE
    assert role_of(tom, payments) == "user"


def test_what_is_wrong_is_named(script, payments, eve):
    here = {"name": "payments"}
    someone = {"username": eve.username}
    assert script.refused("POST", "team/member", **someone) == (
        102,
        "Missing mandatory property: id or name",
    )
    assert script.refused("POST", "team/member", **here) == (
        102,
        "Missing mandatory property: userId or username",
    )
    assert script.refused("POST", "team/member", **someone, name="x")[0] == 5
    assert script.refused("POST", "team/member", **here, username="x") == (
        5,
        "User [x] does not exist.",
    )
    assert script.refused("POST", "team/member", **here, **someone, role="king")[0] == 103
    assert script.refused("DELETE", "team/member", **here, **someone)[0] == 5
    assert script.refused("DELETE", "team/member", **here, userId="x")[0] == 5
    assert script.refused("DELETE", "team/member", **here)[0] == 102


def test_a_teams_key_manages_its_own_members(payments, eve, ben):
    own, other = Script(team=payments), make_team("Other")
    assert own.post("team/member", name="payments", username=eve.username) == DONE
    assert own.post("team/member", name="payments", username=eve.username, role="admin") == DONE
    assert own.delete("team/member", name="payments", username=eve.username) == DONE
    assert own.refused("POST", "team/member", id=str(other.pk), username=eve.username)[0] == 5
    assert not other.memberships.exists()
    writer = Script(team=payments, delete=False)
    assert writer.refused("DELETE", "team/member", name="payments", username=ben.username)[0] == 106


def test_somebody_blocked_is_added_by_keys_of_the_account_only(script, payments, eve, ben):
    for person in (eve, ben):
        person.is_blocked = True
        person.save()
    own = Script(team=payments)
    at = {"id": str(payments.pk)}
    assert own.refused("POST", "team/member", **at, username=eve.username)[0] == 5
    assert own.post("team", **at, members=[{"user": ben.username}]) == DONE
    assert script.post("team/member", **at, username=eve.username) == DONE
