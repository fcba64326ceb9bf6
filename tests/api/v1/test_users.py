"""People, made and changed by scripts written for Opsgenie."""

import pytest

from accounts.models import Account, AuditEntry, CustomRole, User
from oncall.actions.escalations import Step
from tests.api.v1.make import Script
from tests.make import make_escalation, make_rotation, make_schedule

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


def test_the_account_fills_in_what_is_left_out(script):
    Account.current()
    Account.objects.update(time_zone="Europe/Istanbul", locale="tr_TR")
    john = {"username": "John@acme.example", "fullname": "John", "role": "user"}
    person = User.objects.get(pk=script.post("user", **john, timezone=None)["id"])
    assert (person.time_zone, person.locale) == ("Europe/Istanbul", "tr_TR")
    assert [contact.to for contact in person.contacts.all()] == ["john@acme.example"]
    said = {"timezone": "America/New_York", "locale": "en_US", "skypeUsername": "j"}
    script.post("user", id=str(person.pk), **said)
    person.refresh_from_db()
    assert (person.time_zone, person.locale) == ("America/New_York", "en_US")
    script.post("user", id=str(person.pk), skypeUsername="", username="other@acme.example")
    person.refresh_from_db()
    assert (person.skype_username, person.username) == ("", "john@acme.example")


def test_nothing_said_changes_nothing(script, ben):
    before = AuditEntry.objects.count()
    assert script.post("user", id=str(ben.pk))["id"] == str(ben.pk)
    assert AuditEntry.objects.count() == before


def test_a_custom_role_is_given_by_its_name(script, ben):
    CustomRole.objects.create(name="Night Watch")
    script.post("user", id=str(ben.pk), role="night watch")
    assert script.get("user", id=str(ben.pk))["role"] == "Night Watch"


def test_a_refused_change_changes_nothing(script, ben):
    said = {"id": str(ben.pk), "role": "Owner", "fullname": "Benjamin", "timezone": "Mars/Olympus"}
    code, words = script.refused("POST", "user", **said)
    assert (code, words.startswith("timezone: ")) == (103, True)
    ben.refresh_from_db()
    assert (ben.role, ben.full_name) == ("user", "Ben Member")


def test_limits_are_those_of_the_contract(script):
    longest = {"username": f"{'j' * 60}@{'a' * 31}.example", "fullname": "J" * 512, "role": "User"}
    assert len(longest["username"]) == 100
    script.post("user", **longest)
    for name in ("username", "fullname"):
        said = longest | {"username": "new@acme.example"}
        code, words = script.refused("POST", "user", **said | {name: f"x{longest[name]}"})
        assert (code, words.startswith(f"{name}: ")) == (103, True)


def test_who_is_on_call_stays(script, ben, eve):
    make_rotation(make_schedule("Nights"), ben)
    make_escalation(None, Step(eve), name="Late")
    for person, name in ((ben, "Nights"), (eve, "Late")):
        code, words = script.refused("DELETE", "user", username=person.username)
        assert (code, name in words) == (105, True)


def test_keys_do_what_they_may(payments, ben):
    john = {"username": "john@acme.example", "fullname": "John", "role": "User"}
    for script in (Script(write=False), Script(configure=False), Script(team=payments)):
        assert script.refused("POST", "user", **john)[0] == 106
    assert Script(team=payments).refused("POST", "user", id=str(ben.pk), fullname="x")[0] == 5
    assert Script(delete=False).refused("DELETE", "user", username=ben.username)[0] == 106
    assert Script(configure=False).refused("GET", "user", username=ben.username)[0] == 106
    assert Script(write=False, delete=False).get("user", username=ben.username)
    assert User.objects.count() == 2
