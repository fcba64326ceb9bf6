"""People, made and changed by scripts written for Opsgenie."""

import pytest

from accounts.models import AuditEntry, User
from tests.api.v1.make import Script

pytestmark = pytest.mark.django_db


@pytest.fixture
def script() -> Script:
    return Script()


def test_a_user_is_made_changed_and_deleted(script):
    john = {"username": "john@acme.example", "fullname": "John Smith", "role": "Admin"}
    made = script.post("user", **john, skypeUsername="johnSmith")
    assert made == {"id": made["id"], "status": "successful", "code": 200}
    person = User.objects.get(pk=made["id"])
    assert (person.full_name, person.role, person.skype_username) == (
        "John Smith",
        "admin",
        "johnSmith",
    )
    assert script.post("user/", id=made["id"], fullname="john", role="user") == made
    person.refresh_from_db()
    assert (person.full_name, person.role, person.skype_username) == ("john", "user", "johnSmith")
    assert AuditEntry.objects.filter(via="api", actor_name=script.row.name).count() == 3
    gone = script.delete("user", username="JOHN@acme.example")
    assert gone == {"status": "successful", "code": 200}
    assert not User.objects.exists()


def test_what_is_wrong_is_named(script):
    john = {"username": "john@acme.example", "fullname": "John Smith", "role": "Admin"}
    assert script.refused("POST", "user", fullname="x") == (
        102,
        "Missing mandatory property: username, role",
    )
    assert script.refused("POST", "user", **john | {"role": "King"})[0] == 103
    code, words = script.refused("POST", "user", **john | {"username": "nobody"})
    assert code == 103
    assert words.startswith("username: ")
    script.post("user", **john)
    assert script.refused("POST", "user", **john)[0] == 104
    assert script.refused("POST", "user", id="a551q", fullname="x") == (
        5,
        "User [a551q] does not exist.",
    )
    assert script.refused("DELETE", "user")[0] == 102


def test_the_last_owner_stays(script, olive):
    assert script.refused("DELETE", "user", id=str(olive.pk))[0] == 105
